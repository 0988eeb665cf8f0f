/** Mask logits of discs: positive inside, falling linearly with the distance from the centre. */

/** f32 [N, M*M]. @param discs centre and radius in mask pixels, measured from the plane's edge, and steepness. */
export const discLogits = (
  discs: readonly { x: number; y: number; radius: number; steepness: number }[],
  side: number,
): Float32Array =>
  Float32Array.from({ length: discs.length * side * side }, (_, i) => {
    const { x, y, radius, steepness } = discs[Math.floor(i / (side * side))];
    const dx = (i % side) + 0.5 - x;
    const dy = (Math.floor(i / side) % side) + 0.5 - y;
    return steepness * (radius - Math.hypot(dx, dy));
  });
