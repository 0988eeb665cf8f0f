/** Colours of the style sheets, as tests read them. */
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** Both themes, each with what gives the colour of a custom property, #rrggbb. */
export const themes: readonly (readonly ['light' | 'dark', (property: string) => string])[] = [
  ['light', colourIn(0)],
  ['dark', colourIn(1)],
];

function colourIn(theme: 0 | 1): (property: string) => string {
  return (property) => {
    const [, ...pair] = new RegExp(`${property}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css) ?? [];
    const colour = pair[theme];
    if (!colour) throw new Error(`tokens.css has no ${property} for light and dark.`);
    return colour;
  };
}
