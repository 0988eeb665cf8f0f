/** `npm run fuzz`: spoils files of every kind that can be dropped, and sees that each is taken in or refused in a sentence. */
import { parseArgs } from 'node:util';
import { DROPS } from './fuzzing/drops.ts';
import { mutated } from './fuzzing/mutate.ts';
import { takeIn } from './fuzzing/take-in.ts';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, from: { type: 'string', default: '0' } },
});
const [count, from] = [Number(values.files), Number(values.from)];
const kinds = Object.entries(DROPS);
const taken = new Map(kinds.map(([kind]) => [kind, 0]));
const faults: string[] = [];
let slowest = 0;
for (let seed = from; seed < from + count; seed++) {
  const [kind, drop] = kinds[seed % kinds.length];
  const outcome = await takeIn(mutated(drop, seed));
  if (outcome.ways.includes('asProject')) taken.set(kind, (taken.get(kind) ?? 0) + 1);
  if (outcome.fault !== undefined) faults.push(`${kind}, seed ${seed}: ${outcome.fault}`);
  slowest = Math.max(slowest, outcome.milliseconds);
  if ((seed - from + 1) % 1000 === 0) console.log(`${seed - from + 1} of ${count}, ${faults.length} faults`);
}
for (const [kind, times] of taken)
  console.log(
    `${kind.padEnd(20)} ${times} of ${Math.ceil(count / kinds.length)} taken in, the others refused`,
  );
console.log(`Slowest: ${Math.round(slowest)} ms. Faults: ${faults.length}.`);
for (const fault of faults.slice(0, 20)) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
