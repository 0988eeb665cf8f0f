/**
 * Colours of categories. Seven are Okabe and Ito's, "Color Universal Design" (https://jfly.uni-koeln.de/color/), without
 * black; wine is Paul Tol's (muted scheme, https://personal.sron.nl/~pault/). In an order that keeps the demo's
 * confusable pairs, 0 and 1, 2 and 3 and so on, furthest apart under full sight and every kind of colour-blindness.
 */
const first = [
  '#e69f00',
  '#009e73',
  '#0072b2',
  '#d55e00',
  '#f0e442',
  '#cc79a7',
  '#882255',
  '#56b4e9',
] as const;

type Rgb = readonly [red: number, green: number, blue: number];

/** Components in 0..1. @throws RangeError unless written as #rrggbb. */
export function rgbOf(colour: string): Rgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex === undefined) throw new RangeError(`"${colour}" is no colour of the form #rrggbb.`);
  const value = Number.parseInt(hex, 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

const written = (rgb: Rgb): string =>
  `#${rgb
    .map((part) =>
      Math.round(255 * part)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** Towards white for the second round of colours, towards black for the third, and so on. */
function shade(colour: string, round: number): string {
  const target = round % 2 === 1 ? 1 : 0;
  const way = Math.min(0.75, 0.45 + 0.1 * Math.floor((round - 1) / 2));
  const [red, green, blue] = rgbOf(colour);
  const mix = (part: number): number => part + way * (target - part);
  return written([mix(red), mix(green), mix(blue)]);
}

/** A person's choice, or else the palette's. */
export const coloursOf = (categories: readonly { readonly colour?: string }[]): string[] =>
  categoryColours(categories.length).map((colour, i) => categories[i]?.colour ?? colour);

/** A CSS colour per category. Beyond eight, shades of the same hues. */
export const categoryColours = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / first.length);
    const colour = first[i % first.length] ?? first[0];
    return round === 0 ? colour : shade(colour, round);
  });
