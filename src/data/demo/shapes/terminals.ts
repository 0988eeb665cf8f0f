import { clamp, mix, smoothstep } from '../arithmetic.ts';
import { metal, plastic, plastics } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Part } from './part.ts';

const eye = 0.5;

/**
 * Ring and fork cable terminals, sleeve at the left, eye at the right. What tells them apart is the mouth of the
 * eye: closed at `feature` 0, a straight-sided fork at 1, a slit between.
 */
export function terminal(feature: number, draw: Random): Part {
  const sleeve = plastic(draw.pick([plastics.red, plastics.blue, plastics.yellow]), 0.6, draw);
  const tin = metal(draw.pick(['zinc', 'steel', 'copper'] as const), 'straight', draw);
  const dark = plastic(plastics.black, 0.2, draw);
  const outer = draw.between(0.43, 0.48);
  const hole = outer * draw.between(0.52, 0.58);
  const open = smoothstep(0.08, 0.85, feature);
  const gap = hole * open;
  const reach = 0.34 * smoothstep(0.1, 1, feature);
  const sleeveRadius = draw.between(0.25, 0.3);
  const sleeveStart = -1;
  const sleeveEnd = draw.between(-0.25, -0.15);
  const crimps = draw.whole(1, 2);
  const crimpDepth = draw.between(0.04, 0.09);
  const tongue = outer * 0.62;
  const right = eye + Math.max(outer, reach + 0.12);
  return {
    halfLength: Math.max(1.02, right + 0.02),
    halfWidth: outer + 0.02,
    area: 0.8 * 2 * sleeveRadius + Math.PI * (outer * outer - hole * hole) + 0.12,
    thickness: sleeveRadius * 1.5,
    layers: [tin, sleeve, dark],
    look(probe) {
      const { x, y } = probe;
      const ay = Math.abs(y);
      probe.crevice = 0;
      const across = sleeveRadius * (1 + 0.14 * smoothstep(-0.86, -1, x));
      const barrel = Math.max(ay - across, Math.max(sleeveStart - x, x - sleeveEnd));
      const ex = x - eye;
      const radial = Math.sqrt(ex * ex + y * y);
      // The eye: a disc, prolonged to the right by `reach` as the fork's prongs.
      const px = Math.max(0, Math.abs(ex - reach / 2) - reach / 2);
      const prong = Math.max(ay - outer * mix(1, 0.94, feature), ex - reach - 0.12);
      const disc =
        ex > 0 && reach > 0.02 ? Math.max(Math.sqrt(px * px + y * y) - outer, prong) : radial - outer;
      const neck = Math.max(
        ay - mix(tongue, tongue * 0.8, clamp((x + 0.2) / 0.4, 0, 1)),
        Math.max(sleeveEnd - 0.1 - x, x - eye),
      );
      let plate = Math.max(Math.min(disc, neck), hole - radial);
      if (gap > 0) plate = Math.max(plate, Math.min(gap - ay, ex));
      if (barrel < 0) {
        probe.distance = barrel;
        const mid = (sleeveStart + sleeveEnd) / 2;
        const span = sleeveEnd - sleeveStart;
        let dent = 0;
        for (let i = 0; i < crimps; i++) {
          const at = mid + (i - (crimps - 1) / 2) * span * 0.34;
          dent = Math.max(
            dent,
            smoothstep(0.11, 0.04, Math.abs(x - at)) * smoothstep(sleeveRadius * 0.9, sleeveRadius * 0.5, ay),
          );
        }
        const bulge = Math.sqrt(Math.max(0.0004, across * across - y * y));
        probe.layer = 1;
        probe.height =
          0.12 + sleeveRadius * 0.4 + bulge - dent * crimpDepth - 0.5 * Math.max(0, 0.05 + barrel);
        probe.crevice = 0.35 * dent;
        if (x < sleeveStart + 0.05) {
          probe.layer = ay < sleeveRadius * 0.6 ? 2 : 1;
          probe.crevice = probe.layer === 2 ? 0.6 : 0;
        }
        return;
      }
      probe.distance = Math.min(plate, barrel);
      if (probe.distance > probe.reach) return;
      probe.layer = 0;
      const dish = smoothstep(-0.2, 0.15, x);
      probe.height = mix(0.22, 0.12, dish) - 0.55 * Math.max(0, 0.04 + plate) - 0.25 * (1 - dish) * ay;
      probe.crevice = 0.75 * smoothstep(sleeveEnd + 0.12, sleeveEnd, x);
    },
  };
}
