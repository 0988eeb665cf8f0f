import { describe, expect, it } from 'vitest';
import { colourMaps, colourTable } from './colour-maps.ts';

/** Entries 8, 60, 100, 128, 200 and 250 of matplotlib 3.10's tables; none is an anchor of ours. */
const entries = [8, 60, 100, 128, 200, 250];
const matplotlib = {
  viridis: [
    [71, 13, 96],
    [61, 78, 138],
    [42, 118, 142],
    [33, 145, 140],
    [112, 207, 87],
    [241, 229, 29],
  ],
  inferno: [
    [4, 3, 18],
    [81, 14, 108],
    [144, 37, 104],
    [188, 55, 84],
    [251, 157, 7],
    [245, 249, 146],
  ],
  cividis: [
    [0, 40, 91],
    [63, 76, 108],
    [101, 104, 112],
    [125, 124, 120],
    [196, 180, 104],
    [252, 226, 54],
  ],
};

/** Lightness L* of CIE 1976 from sRGB. */
const lightness = (packed: number): number => {
  const linear = [0, 8, 16]
    .map((shift) => ((packed >>> shift) & 255) / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  const y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
};

describe.each(colourMaps)('%s', (map) => {
  const table = colourTable(map);

  it("stays close to matplotlib's table", () => {
    expect(table).toHaveLength(256);
    entries.forEach((entry, i) => {
      const colour = [0, 8, 16].map((shift) => (table[entry] >>> shift) & 255);
      colour.forEach((value, channel) => {
        expect(Math.abs(value - matplotlib[map][i][channel])).toBeLessThanOrEqual(10);
      });
      expect(table[entry] >>> 24).toBe(255);
    });
  });

  it('grows lighter evenly', () => {
    const all = Array.from(table, lightness);
    // Uniform in CAM02-UCS, hence nearly so in L*.
    const rise = all[255] - all[0];
    expect(rise).toBeGreaterThan(70);
    for (let i = 0; i < 256; i++) expect(Math.abs((all[i] - all[0]) / rise - i / 255)).toBeLessThan(0.06);
  });
});
