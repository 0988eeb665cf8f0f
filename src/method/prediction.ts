/** A teacher's predicted instance, as far as the method looks at it. */
export interface Prediction {
  /** c_k: softmax over the K foreground classes. */
  readonly probabilities: Float32Array;
  /** argmax of them. */
  readonly category: number;
  /** s_cls = max_k c_k. */
  readonly classQuality: number;
  /** s_mask: mean foreground probability under the predicted mask. */
  readonly maskQuality: number;
  readonly objectness: number;
  /** In mask pixels. */
  readonly area: number;
  /** What prototypes are made of: features pooled under the mask, [D]. */
  readonly features: Float32Array;
  /** What it looks like: see `describeObject`; undefined where nobody asked. */
  readonly look?: Float32Array | undefined;
}

/** Index of the largest; the first of equals. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
