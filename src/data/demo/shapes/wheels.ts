import { angleOf, clamp, fract, mix, smoothstep } from '../arithmetic.ts';
import { type MetalName, metal, plastic, plastics } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Part } from './part.ts';

/**
 * Spur gear and ratchet wheel. What tells them apart is the lean of the teeth: `feature` 0 has even flanks, 1 the
 * saw teeth of a ratchet, which a pawl lets pass one way only.
 */
export function wheel(feature: number, draw: Random): Part {
  const finish = draw.pick<MetalName | 'plastic'>([
    'brass',
    'brass',
    'bronze',
    'steel',
    'gunmetal',
    'copper',
    'plastic',
  ]);
  const face =
    finish === 'plastic'
      ? plastic(draw.pick([plastics.ivory, plastics.black, plastics.teal]), 0.5, draw)
      : metal(finish, 'round', draw);
  const teeth = draw.whole(9, 12);
  const depth = draw.between(0.23, 0.28);
  const mirrored = draw.chance(0.5);
  // One tooth, as fractions of the pitch: foot, start of the tip, end of the tip, foot again.
  const rise = mix(0.16, 0.86, feature);
  const tipEnd = mix(0.48, 0.9, feature);
  const fall = mix(0.64, 0.95, feature);
  const bore = draw.between(0.13, 0.2);
  const hub = bore + draw.between(0.12, 0.18);
  const rim = 1 - depth - draw.between(0.1, 0.16);
  const openings = draw.pick([0, 0, 3, 4, 5, 6]);
  const spokes = openings > 0 && draw.chance(0.4);
  const middle = (hub + rim) / 2;
  const openingSize = Math.min((rim - hub) * 0.36, openings > 0 ? (middle * 2.4) / openings : 1);
  const keyway = draw.chance(0.5) ? bore * 0.35 : 0;
  const top = draw.between(0.22, 0.32);
  const openArea = openings * Math.PI * openingSize * openingSize * (spokes ? 1.6 : 1);
  return {
    halfLength: 1.02,
    halfWidth: 1.02,
    area: Math.PI * (1 - 0.55 * depth) * (1 - 0.55 * depth) - openArea - Math.PI * bore * bore,
    thickness: top,
    layers: [face],
    look(probe) {
      const { x, y } = probe;
      const r = Math.sqrt(x * x + y * y);
      const angle = angleOf(mirrored ? -y : y, x);
      const u = fract(angle * teeth);
      let tooth = 0;
      if (u < rise) tooth = u / rise;
      else if (u < tipEnd) tooth = 1;
      else if (u < fall) tooth = 1 - (u - tipEnd) / (fall - tipEnd);
      const outline = r - (1 - depth + depth * tooth);
      let distance = Math.max(outline * 0.8, bore - r);
      if (keyway > 0) {
        distance = Math.max(distance, -Math.max(Math.abs(y) - keyway, Math.abs(x - bore) - keyway * 1.4));
      }
      let web = 0;
      if (openings > 0 && r > hub && r < rim) {
        const offset = Math.abs(fract(angle * openings) - 0.5) / openings;
        const along = offset * 6.2832 * r;
        let opening: number;
        if (spokes) {
          // Openings bounded by hub, rim and parallel-sided spokes.
          const spoke = (0.5 / openings - offset) * 6.2832 * r - 0.075;
          opening = -Math.min(spoke, Math.min(r - hub - 0.03, rim - 0.03 - r));
        } else {
          opening = Math.sqrt(along * along + (r - middle) * (r - middle)) - openingSize;
        }
        distance = Math.max(distance, -opening);
        web = 1;
      } else if (r > hub && r < rim) web = 1;
      probe.distance = distance;
      if (distance > probe.reach) return;
      probe.layer = 0;
      const recess = smoothstep(hub, hub + 0.05, r) * smoothstep(rim, rim - 0.05, r);
      probe.height =
        top + 0.06 * smoothstep(hub + 0.04, hub, r) - 0.09 * recess - 0.7 * Math.max(0, 0.045 + distance);
      const corner = Math.min(Math.abs(r - hub - 0.03), Math.abs(rim - 0.03 - r));
      probe.crevice = web * 0.5 * clamp(1 - corner / 0.08, 0, 1) + 0.12 * recess;
    },
  };
}
