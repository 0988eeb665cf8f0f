import { it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { drawn } from './testing/values.ts';
import { turnPlanes } from './turn-planes.ts';

it.each([0, 1, 2, 3, 4, 5, 6, 7])('shader and twin agree on turn %i', async (turn) => {
  const side = 7;
  const size = 5 * side * side;
  const inputs = { source: drawn(turn + 3, size, -1, 1), turned: new Float32Array(size) };
  await expectKernelMatchesTwin(turnPlanes, inputs, { size, side, turn });
});

it('shader and twin agree where one row of workgroups is not enough', async () => {
  const side = 1448;
  const size = 1 * side * side;
  const inputs = { source: drawn(5, size, -1, 1), turned: new Float32Array(size) };
  await expectKernelMatchesTwin(turnPlanes, inputs, { size, side, turn: 6 });
});
