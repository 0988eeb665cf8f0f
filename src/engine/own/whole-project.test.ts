import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import type { Notice } from '../protocol/notice.ts';
import { storedRun } from '../resume/testing/stored-run.ts';
import type { Run } from '../run.ts';
import { noProjects } from '../testing/small-engine.ts';
import { wholeProject } from './whole-project.ts';

const own = {
  ...noProjects,
  writeProject: vi.fn<(typeof noProjects)['writeProject']>(async (zip) =>
    zip.add('project.json', new Uint8Array(3)),
  ),
};

const names = async (zip: Blob) => Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())));

test('where the model cannot be written, the zip has all the rest, and a sentence says so', async () => {
  const stands = {
    step: 9,
    settings: storedRun().settings,
    asItStands: async () => storedRun(),
    get source(): never {
      throw new RangeError('The network has no end.');
    },
  };
  const notices: Notice[] = [];
  const zip = await wholeProject({ own, breathe: async () => {} }, stands as unknown as Run, (notice) =>
    notices.push(notice),
  );
  expect(await names(zip)).toEqual(['project.json', 'checkpoint.safetensors']);
  expect(notices).toMatchObject([
    { level: 'warning', what: 'The zip has no ONNX model: The network has no end.' },
  ]);
});

test('without a run the zip is of the project alone', async () => {
  const zip = await wholeProject({ own, breathe: async () => {} }, undefined, () => {
    throw new Error('Nothing to say.');
  });
  expect(await names(zip)).toEqual(['project.json']);
});
