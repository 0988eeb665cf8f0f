/** Means over squares of 2 `radius` + 1 pixels around each pixel of a square plane, [side, side]; beyond it all is 0. */
export function boxBlur(plane: Float32Array, side: number, radius: number): Float32Array {
  const along = (source: Float32Array, step: number, across: number): Float32Array => {
    const means = new Float32Array(source.length);
    for (let start = 0; start < side * across; start += across) {
      for (let i = 0; i < side; i++) {
        const last = start + Math.min(side - 1, i + radius) * step;
        let sum = 0;
        for (let k = start + Math.max(0, i - radius) * step; k <= last; k += step) sum += source[k];
        means[start + i * step] = sum / (2 * radius + 1);
      }
    }
    return means;
  };
  return along(along(plane, 1, side), side, 1);
}
