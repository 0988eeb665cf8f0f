import { clamp, mix, smoothstep } from '../arithmetic.ts';
import { between, type MetalName, metal, plastic, plastics } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Part } from './part.ts';

const sin60 = 0.8660254037844386;

/**
 * Hex nut and lock nut. What tells them apart is the ring of nylon around the bore, and the collar that holds it:
 * `feature` 0 has none, 1 has a broad coloured ring.
 */
export function nut(feature: number, draw: Random): Part {
  const finish = draw.pick<MetalName>([
    'steel',
    'steel',
    'zinc',
    'brass',
    'yellowZinc',
    'blackOxide',
    'copper',
  ]);
  const body = metal(finish, 'round', draw);
  const thread = { ...metal(finish, 'none', draw), gloss: 0.25, wear: 0.6 };
  const nylon = plastic(
    draw.pick([
      plastics.nylonBlue,
      plastics.nylonBlue,
      plastics.nylonBlue,
      plastics.nylonGreen,
      plastics.nylonWhite,
    ]),
    0.5,
    draw,
  );
  const bore = draw.between(0.46, 0.56);
  const top = draw.between(0.45, 0.6);
  const chamferStart = draw.between(0.92, 1);
  const ringWidth = 0.27 * feature;
  const ringEdge = bore + ringWidth;
  const collar = smoothstep(0, 0.8, feature);
  const twist = draw.between(0, 1);
  return {
    halfLength: 1.16,
    halfWidth: 1.16,
    area: 3.42 - Math.PI * (bore - 0.07) * (bore - 0.07),
    thickness: top,
    layers: [body, thread, between(body, nylon, smoothstep(0.02, 0.75, feature))],
    look(probe) {
      const { x, y } = probe;
      const r = Math.sqrt(x * x + y * y);
      const ax = Math.abs(x);
      const ay = Math.abs(y);
      // Rounded hexagon: flats at distance 1, corners cut by a circle.
      const hexagon = Math.max(ay, ax * sin60 + ay * 0.5) - 1;
      const outline = Math.max(hexagon, r - 1.125);
      const hole = bore - 0.07 - r;
      probe.distance = Math.max(outline, hole);
      if (probe.distance > probe.reach) return;
      if (r < bore) {
        probe.layer = 1;
        const turn = (bore - r) / 0.07;
        probe.height = top * mix(0.75, 0.45, turn) + 0.03 * Math.abs(((turn * 2 + twist) % 1) - 0.5);
        probe.crevice = 0.25 + 0.45 * turn;
        return;
      }
      const inRing = r < ringEdge && ringWidth > 0.004;
      probe.layer = inRing ? 2 : 0;
      // 30-degree chamfer at the corners, a countersink at the bore, a broken edge along the flats.
      let height = top - 0.55 * Math.max(0, r - chamferStart) - 0.5 * Math.max(0, 0.05 + outline);
      height -= (1 - collar) * 0.8 * Math.max(0, bore + 0.09 - r);
      const shoulder = smoothstep(0.93, 0.8, r) * collar;
      height += 0.14 * shoulder;
      if (inRing) {
        const across = (r - bore) / ringWidth;
        height += -0.05 * collar + 0.3 * ringWidth * (1 - (2 * across - 1) * (2 * across - 1));
      }
      probe.height = height;
      const groove = clamp(1 - Math.abs(r - ringEdge) / 0.035, 0, 1);
      probe.crevice = 0.6 * collar * groove;
    },
  };
}
