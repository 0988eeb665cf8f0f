/** Means over squares of 2 `radius` + 1 pixels around each pixel of a square plane, [side, side]; beyond it all is 0. */
export function boxBlur(plane: Float32Array, side: number, radius: number): Float32Array {
  const along = (source: Float32Array, step: number, across: number): Float32Array => {
    const means = new Float32Array(source.length);
    for (let line = 0; line < side; line++) {
      for (let i = 0; i < side; i++) {
        let sum = 0;
        for (let k = Math.max(0, i - radius); k <= Math.min(side - 1, i + radius); k++)
          sum += source[line * across + k * step];
        means[line * across + i * step] = sum / (2 * radius + 1);
      }
    }
    return means;
  };
  return along(along(plane, 1, side), side, 1);
}
