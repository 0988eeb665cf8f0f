import { clamp, fract, mix, smoothstep } from '../arithmetic.ts';
import { type MetalName, metal } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Part } from './part.ts';

/**
 * Machine screw and wood screw, lying on their side along x, head at the left. What tells them apart is the end
 * (blunt or pointed), the head (a cylinder or a countersunk cone) and the pitch; `feature` 0 is the machine screw.
 */
export function screw(feature: number, draw: Random): Part {
  const finish = draw.pick<MetalName>(['steel', 'zinc', 'brass', 'yellowZinc', 'blackOxide', 'gunmetal']);
  const shank = metal(finish, 'straight', draw);
  const headMetal = { ...shank, brushing: 'straight' as const, gloss: shank.gloss * 1.1 };
  const length = draw.between(0.92, 1.08);
  const shankRadius = draw.between(0.15, 0.19);
  const headRadius = shankRadius * draw.between(2, 2.3);
  const headLength = draw.between(0.27, 0.33);
  const pitch = draw.between(0.095, 0.115) * mix(1, 1.5, feature);
  const threadDepth = mix(0.022, 0.05, feature);
  const taper = mix(0.06, 0.75, feature);
  const bluntness = mix(0.8, 0.04, feature);
  const smooth = draw.between(0, 0.3);
  const headEnd = -length + headLength;
  const threadStart = headEnd + smooth;
  const phase = draw.between(0, 1);
  return {
    halfLength: length + 0.02,
    halfWidth: headRadius + 0.03,
    area:
      2 * headRadius * headLength * mix(1, 0.75, feature) +
      (2 * length - headLength - taper * 0.45) * 2 * shankRadius,
    thickness: headRadius * 1.3,
    layers: [shank, headMetal],
    look(probe) {
      const { x, y } = probe;
      const ay = Math.abs(y);
      probe.crevice = 0;
      if (x < headEnd) {
        // Cylinder head with a rounded crown against a cone that narrows into the shank.
        const along = clamp((x + length) / headLength, 0, 1);
        const crown = Math.sqrt(
          clamp(1 - (1 - Math.min(1, along / 0.3)) * (1 - Math.min(1, along / 0.3)) * 0.5, 0, 1),
        );
        const cone = along < 0.16 ? 1 : mix(1, shankRadius / headRadius, (along - 0.16) / 0.84);
        const radius = headRadius * mix(crown, cone, feature);
        probe.distance = Math.max(ay - radius, -length - x);
        if (probe.distance > probe.reach) return;
        probe.layer = 1;
        probe.height =
          headRadius +
          Math.sqrt(Math.max(0.0004, radius * radius - y * y)) -
          0.4 * Math.max(0, 0.06 + (-length - x));
        return;
      }
      const left = length - x;
      const narrow = left < taper ? mix(bluntness, 1, clamp(left / taper, 0, 1)) : 1;
      const cut = x > threadStart ? 1 : 0;
      // Threads lean: the helix crosses the visible half in half a pitch.
      const helix = fract((x + (y / shankRadius) * pitch * 0.25) / pitch + phase);
      const tooth = Math.abs(helix - 0.5) * 2;
      const groove = cut * threadDepth * Math.min(1, narrow * 1.5);
      const radius = shankRadius * narrow + groove * (tooth - 0.5);
      probe.distance = Math.max(ay - radius, x - length);
      if (probe.distance > probe.reach) return;
      probe.layer = 0;
      probe.height = headRadius + Math.sqrt(Math.max(0.0004, radius * radius - y * y));
      probe.crevice =
        cut * 0.75 * (1 - tooth) * (1 - tooth) +
        0.6 * smoothstep(0.08, 0, x - headEnd) * mix(1, 0.2, feature);
    },
  };
}
