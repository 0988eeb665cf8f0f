import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeForBrowser } from './code-for-browser.ts';
import { codeForNode } from './code-for-node.ts';
import { codeForPython } from './code-for-python.ts';

const run = promisify(execFile);
const runs = (program: string): Promise<boolean> =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  );

/** Names that would break out of a string, a script or a line. */
const classes = ['nut', '"quoted" \\ \'', '</script><b>', 'line\nbreak', 'Schräubchen 🔩', '{name} %s'];
const facts = { file: 'penumbra-model.onnx', side: 160, classes };
const withoutPython = !(await runs('python3'));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-code-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the program makes of its list of names. */
async function namesBy(program: string, file: string, code: string): Promise<string[]> {
  const path = join(folder, file);
  await writeFile(path, code);
  const { stdout } = await run(program, [path]);
  return JSON.parse(stdout) as string[];
}
const line = (code: string, start: string): string =>
  code.split('\n').find((one) => one.trimStart().startsWith(start)) ?? '';

// Without Python on this machine its code is not checked.
test.skipIf(withoutPython)('the code for Python is Python, and names its classes', async () => {
  const code = codeForPython(facts);
  const path = join(folder, 'find_objects.py');
  await writeFile(path, code);
  await run('python3', [
    '-c',
    'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read())',
    path,
  ]);
  const names = await namesBy(
    'python3',
    'names.py',
    `import json\n${line(code, 'NAMES')}\nprint(json.dumps(NAMES))`,
  );
  expect(names).toEqual(classes);
  expect(code).toContain('SIDE = 160');
});

test('the code for Node is a module, and names its classes', async () => {
  const code = codeForNode(facts);
  const path = join(folder, 'find-objects.mjs');
  await writeFile(path, code);
  await run(process.execPath, ['--check', path]);
  const names = await namesBy(
    process.execPath,
    'names.mjs',
    `${line(code, 'const NAMES')}\nconsole.log(JSON.stringify(NAMES));`,
  );
  expect(names).toEqual(classes);
});

test('the page for browsers holds one script, which no name can end', async () => {
  const page = codeForBrowser(facts);
  const [, script = '', ...others] = page.split(/<script[^>]*>/);
  expect(others).toEqual([]);
  const [code, rest] = script.split('</script>');
  expect(rest?.trim()).toBe('</html>');
  const path = join(folder, 'page.mjs');
  await writeFile(path, code);
  await run(process.execPath, ['--check', path]);
  const names = await namesBy(
    process.execPath,
    'page-names.mjs',
    `${line(code, 'const NAMES')}\nconsole.log(JSON.stringify(NAMES));`,
  );
  expect(names).toEqual(classes);
});
