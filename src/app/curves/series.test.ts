import { expect, test } from 'vitest';
import { distance, seen, sight } from '../../engine/testing/colour-vision.ts';
import { themes } from '../look/token-colours.node.ts';
import { fates, losses, scores, thresholds, worth } from './series.ts';

const charts = {
  losses: losses.lines,
  fates: fates.lines,
  thresholds: thresholds.lines,
  worth: worth.lines,
  scores,
};

for (const [theme, colourOf] of themes)
  test.each(Object.keys(sight))(`lines of a chart are told apart in the ${theme} theme under %s`, (kind) => {
    for (const [chart, lines] of Object.entries(charts))
      lines.forEach((one, i) => {
        const look = seen(colourOf(one.colour), kind);
        expect(distance(look, seen(colourOf('--surface'), kind)), `${one.label} of ${chart}`).toBeGreaterThan(
          0.3,
        );
        for (const other of lines.slice(0, i)) {
          const drawnAlike = String(one.dash) === String(other.dash) && one.width === other.width;
          const apart = distance(look, seen(colourOf(other.colour), kind));
          if (drawnAlike) expect(apart, `${one.label} and ${other.label} of ${chart}`).toBeGreaterThan(0.1);
        }
      });
  });
