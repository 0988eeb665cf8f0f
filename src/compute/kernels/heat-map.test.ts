import { describe, expect, it } from 'vitest';
import { colourTable } from './colour-maps.ts';
import { heatMap } from './heat-map.ts';
import { drawn as random } from './testing/values.ts';

const side = 6;
const shown = (
  planes: Float32Array,
  uniforms: Partial<Parameters<typeof heatMap.twin>[1]>,
  picture: Uint32Array,
) => {
  const drawn = new Uint32Array(picture.length);
  heatMap.twin(
    { picture, planes, colours: colourTable('viridis'), drawn },
    {
      width: side,
      height: picture.length / side,
      side,
      plane: 0,
      scale: 1,
      offsetX: 0,
      offsetY: 0,
      opacity: 1,
      fade: 0,
      ...uniforms,
    },
  );
  return drawn;
};
const black = new Uint32Array(side * side).fill(0xff000000);

describe('heat-map', () => {
  it('shows the table at full opacity, clamped to it', () => {
    const table = colourTable('viridis');
    const planes = Float32Array.from({ length: side * side }, (_, i) => i / 255);
    planes.set([-1, 0, 1, 7], 0);
    const drawn = shown(planes, {}, black);
    expect([...drawn.subarray(0, 4)]).toEqual([table[0], table[0], table[255], table[255]]);
    for (let i = 4; i < planes.length; i++)
      for (const shift of [0, 8, 16])
        expect(Math.abs(((drawn[i] >>> shift) & 255) - ((table[i] >>> shift) & 255))).toBeLessThanOrEqual(1);
  });

  it('fades low values out, keeps alpha, and leaves the picture at opacity 0', () => {
    const picture = new Uint32Array(side * side).fill(0x40c0a080);
    const planes = new Float32Array(2 * side * side).fill(0.5, side * side);
    expect(shown(planes, { fade: 1 }, picture)).toEqual(picture);
    expect(shown(planes, { plane: 1, opacity: 0 }, picture)).toEqual(picture);
    const [half] = shown(planes, { plane: 1, opacity: 0.8, fade: 1 }, picture);
    const table = colourTable('viridis');
    const middle = [0, 8, 16].map(
      (shift) => (((table[127] >>> shift) & 255) + ((table[128] >>> shift) & 255)) / 2,
    );
    [0x80, 0xa0, 0xc0].forEach((below, channel) => {
      const expected = 0.6 * below + 0.4 * middle[channel];
      expect(Math.abs(((half >>> (8 * channel)) & 255) - expected)).toBeLessThan(0.51);
    });
    expect(half >>> 24).toBe(0x40);
  });

  it('is bilinear between the centres of its pixels and constant beyond', () => {
    const planes = random(61, side * side, 0, 1);
    const width = 4 * side;
    const picture = new Uint32Array(width * 4).fill(0xff000000);
    const colours = Uint32Array.from({ length: 256 }, (_, i) => (0xff000000 | i) >>> 0);
    const drawn = new Uint32Array(picture.length);
    const uniforms = {
      width,
      height: 4,
      side,
      plane: 0,
      scale: 0.25,
      offsetX: 0,
      offsetY: 2,
      opacity: 1,
      fade: 0,
    };
    heatMap.twin({ picture, planes, colours, drawn }, uniforms);
    drawn.forEach((packed, i) => {
      const u = Math.min(side - 1, Math.max(0, ((i % width) + 0.5) / 4 - 0.5));
      const v = (Math.floor(i / width) + 0.5) / 4 + 1.5;
      let expected = 0;
      planes.forEach((value, j) => {
        const weight =
          Math.max(0, 1 - Math.abs(u - (j % side))) * Math.max(0, 1 - Math.abs(v - Math.floor(j / side)));
        expected += 255 * weight * value;
      });
      expect(Math.abs((packed & 255) - expected)).toBeLessThan(0.51);
    });
  });
});
