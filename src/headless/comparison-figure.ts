import { compare } from './comparison.ts';
import type { RunResult } from './results.ts';

const WIDTH = 640;
const ROW = 34;
const LEFT = 190;
const RIGHT = 24;
const TOP = 34;
const BOTTOM = 30;

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

/** A round number of about `rough`: 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

/**
 * AP per method as an SVG: a dot per seed, the mean as a tick, its 95 % interval as a bar. It brings its own ground, so
 * that it reads on a dark page too.
 */
export function comparisonFigure(title: string, runs: readonly RunResult[]): string {
  const rows = compare(runs);
  const height = TOP + rows.length * ROW + BOTTOM;
  const all = rows.flatMap(({ aps }) => aps);
  const highest = Math.max(1, ...all);
  const lowest = Math.min(highest, ...all);
  // Dots must lie apart, so the axis begins near the lowest; the ticks say where.
  const step = roundStep(Math.max(0.5, (highest - lowest) / 5));
  const from = Math.max(0, Math.floor(lowest / step - 0.5) * step);
  const to = Math.ceil(highest / step + 0.5) * step;
  const x = (ap: number): number =>
    LEFT + ((Math.min(to, Math.max(from, ap)) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const parts: string[] = [];
  for (let tick = from; tick <= to + step / 2; tick += step) {
    const at = x(tick).toFixed(1);
    parts.push(
      `<line x1="${at}" y1="${TOP}" x2="${at}" y2="${height - BOTTOM}" stroke="#e2dfd8"/>`,
      `<text x="${at}" y="${height - BOTTOM + 16}" text-anchor="middle" fill="#5c5962">${Number(tick.toFixed(2))}</text>`,
    );
  }
  rows.forEach(({ method, aps, ap }, i) => {
    const y = TOP + (i + 0.5) * ROW;
    const middle = x(ap.mean).toFixed(1);
    parts.push(
      `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end" fill="#1c1b20">${escaped(method)}</text>`,
    );
    if (ap.margin !== null) {
      const [low, high] = [x(ap.mean - ap.margin), x(ap.mean + ap.margin)];
      parts.push(
        `<rect x="${low.toFixed(1)}" y="${y - 5}" width="${(high - low).toFixed(1)}" height="10" rx="3" fill="#0072b2" opacity="0.18"/>`,
      );
    }
    for (const value of aps)
      parts.push(`<circle cx="${x(value).toFixed(1)}" cy="${y}" r="4" fill="#0072b2" opacity="0.75"/>`);
    parts.push(
      `<line x1="${middle}" y1="${y - 10}" x2="${middle}" y2="${y + 10}" stroke="#d55e00" stroke-width="2.5"/>`,
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">
<rect width="${WIDTH}" height="${height}" rx="8" fill="#fbfaf8"/>
<text x="16" y="21" font-size="13" font-weight="600" fill="#1c1b20">${escaped(title)}</text>
${parts.join('\n')}
</svg>
`;
}
