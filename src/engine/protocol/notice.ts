/** What went wrong or is worth knowing, in words. */
export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  /** What happened. */
  readonly what: string;
  /** Where: the step, the file, the operator. */
  readonly where: string;
  /** What to do now. */
  readonly advice: string;
  /** Each of many that "what" only counts, such as files: to be opened. */
  readonly each?: readonly string[];
  /** What of it a person can take back: labels that files brought, or that a run gave its place to another. */
  readonly undo?: 'labels' | { readonly run: string };
}
