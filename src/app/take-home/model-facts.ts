/** What the downloaded file is called. */
export const MODEL_NAME = 'penumbra-model.onnx';

/** What code for a model has to know of it. */
export interface ModelFacts {
  /** Name of its file. */
  readonly file: string;
  /** Side of its input, in pixels. */
  readonly side: number;
  readonly classes: readonly string[];
}

/** Names of classes as a list that Python and JavaScript read alike; nothing in a name can end a script. */
export const listOf = (names: readonly string[]): string =>
  `[${names.map((name) => JSON.stringify(name).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')).join(', ')}]`;
