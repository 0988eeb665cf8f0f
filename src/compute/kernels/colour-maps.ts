/**
 * Perceptually uniform colour maps as tables u32 [256] of packed RGBA8. Lightness rises evenly, so they read in grey
 * and with any colour vision; cividis was optimised for red-green blindness.
 */

/**
 * Every 17th of the 256 entries of matplotlib's tables, linear in between: within 10/255 of them. Viridis and inferno:
 * Smith and van der Walt, 2015, CC0 (https://bids.github.io/colormap). Cividis: Nunez, Anderton and Renslow,
 * "Optimizing colormaps with consideration for color vision deficiency", PLOS ONE 2018.
 */
const anchors = {
  viridis:
    '440154 481a6c 472f7d 414487 39568c 31688e 2a788e 23888e 1f988b 22a884 35b779 54c568 7ad151 a5db36 d2e21b fde725',
  inferno:
    '000004 0c0826 240c4f 420a68 5d126e 781c6d 932667 ae305c c73e4c dd513a ed6925 f8850f fca50a fac62d f2e661 fcffa4',
  cividis:
    '00224e 002e6c 1e3a6f 35456c 47516c 575d6d 666970 757575 848279 948e77 a59c74 b7a96e c8b866 dbc75a eed649 fee838',
} as const;

export type ColourMap = keyof typeof anchors;

export const colourMaps: readonly ColourMap[] = ['viridis', 'inferno', 'cividis'];

/** The table of a map for `heat-map`, u32 [256] of packed RGBA8, opaque. */
export const colourTable = (map: ColourMap): Uint32Array => {
  const colours = anchors[map].split(' ').map((hex) => Number.parseInt(hex, 16));
  const step = 255 / (colours.length - 1);
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const anchor = Math.min(colours.length - 2, Math.floor(i / step));
    const way = i / step - anchor;
    const channel = (shift: number) =>
      Math.round(
        ((colours[anchor] >> shift) & 255) * (1 - way) + ((colours[anchor + 1] >> shift) & 255) * way,
      );
    return (0xff000000 | (channel(0) << 16) | (channel(8) << 8) | channel(16)) >>> 0;
  });
};
