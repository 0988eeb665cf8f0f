import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const app = new URL('../', import.meta.url);

/** Every file of the page of one kind, with its text. */
const filesOf = (ending: RegExp): [string, string][] =>
  readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !path.includes('.test.'))
    .map((path) => [path, readFileSync(new URL(path, app), 'utf8')]);

test('whatever moves by style takes the one length that is nothing where less motion is wanted', () => {
  const styles = filesOf(/\.css$/);
  const moving = styles.flatMap(([path, text]) =>
    [...text.matchAll(/\b(transition|animation)[\w-]*:([^;]*);/g)].map(([, , value]) => [path, value]),
  );
  expect(moving.length).toBeGreaterThan(0);
  for (const [path, value] of moving)
    for (const part of value?.split(',') ?? []) expect(part, path).toContain('var(--brief)');
  const [, tokens = ''] = styles.find(([path]) => path.endsWith('tokens.css')) ?? [];
  expect(tokens).toMatch(/@media \(prefers-reduced-motion: reduce\) \{\s*:root \{\s*--brief: 0s;/);
});

test('nothing scrolls or moves by itself', () => {
  for (const [path, text] of filesOf(/\.(css|tsx?)$/))
    expect(text, path).not.toMatch(
      /scroll-behavior|behavior: 'smooth'|@keyframes|\.animate\(|<(marquee|animate)\b/,
    );
});
