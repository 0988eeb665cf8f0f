type Numbers = Float32Array | Float64Array | Uint8Array | Int16Array;

/**
 * Memory for what is not needed any longer than one step of the drawing takes. Taken anew each time it would cost more
 * than what is computed in it: the system gives new pages one by one, and blanks them.
 * @returns gives so many numbers, whatever stood in them; they are good until it is asked again.
 */
export function scratch<N extends Numbers>(make: new (length: number) => N): (length: number) => N {
  let kept = new make(0);
  return (length) => {
    if (kept.length < length) kept = new make(Math.max(length, Math.ceil(1.5 * kept.length)));
    return kept.subarray(0, length) as N;
  };
}
