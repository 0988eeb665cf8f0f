import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { connectEngine, type EngineClient, EngineCrashed } from './client.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { RunDescription } from './protocol/run.ts';
import { ChannelWorker } from './testing/channel-worker.ts';
import { createStandIn } from './testing/stand-in-engine.ts';

let workers: ChannelWorker[];
let events: EngineEvent[];
let reopened: RunDescription[];
let client: EngineClient;

/** An engine as the page's stand-in has it; `broken` replaces some of its commands. */
function connect(broken: Partial<Engine> = {}): EngineClient {
  return connectEngine(
    { onEvent: (event) => events.push(event), onReopened: (description) => reopened.push(description) },
    () => {
      const draw = () => Promise.reject(new Error('Nothing is drawn here.'));
      const worker = new ChannelWorker({ ...createStandIn({ draw, milliseconds: 1 }), ...broken });
      workers.push(worker);
      return worker.asWorker();
    },
  );
}

beforeEach(() => {
  workers = [];
  events = [];
  reopened = [];
});
afterEach(() => client.close());

const notices = () => events.filter((event) => event.type === 'notice').map(({ notice }) => notice);
const states = () => events.filter((event) => event.type === 'state').map(({ state }) => state);
const never = () => new Promise<never>(() => {});

test('passes commands on, and what the engine reports back', async () => {
  client = connect();
  const description = await client.open({ ...defaultSettings, seed: 7 });
  expect(description.settings.seed).toBe(7);
  await client.step();
  expect(events.find((event) => event.type === 'step')).toMatchObject({ step: 1 });
});

test('an error keeps its message on the way', async () => {
  client = connect();
  await expect(client.play()).rejects.toThrow('No run stands yet. Open one with its settings first.');
});

describe('a crash', () => {
  test('is told in a sentence with its place, and the same settings are opened again', async () => {
    client = connect();
    await client.open({ ...defaultSettings, seed: 7 });
    await client.change({ learningRate: 0.01 });
    workers[0]?.crash({
      message: 'Uncaught RangeError: out of memory',
      filename: 'http://localhost/assets/worker-abc.js',
      lineno: 12,
    });
    await expect.poll(() => reopened.length).toBe(1);
    expect(reopened[0]?.settings).toMatchObject({ seed: 7, learningRate: 0.01 });
    expect(notices()).toEqual([
      {
        level: 'error',
        what: 'The engine crashed: RangeError: out of memory',
        where: 'the engine worker, worker-abc.js:12',
        advice: expect.stringContaining('Press Play to train.'),
      },
    ]);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    await client.step();
    expect(events.at(-2)).toMatchObject({ type: 'step', step: 1 });
  });

  test('goes on with the project that was open, whichever was worked on last elsewhere', async () => {
    const asked: string[] = [];
    const standIn = createStandIn({ draw: never, milliseconds: 1 });
    client = connect({
      open: async (settings) => ({ ...(await standIn.open(settings)), project: 'cells' }),
      openProject: async (id) => {
        asked.push(id);
        throw new Error('It is gone.');
      },
    });
    await client.open({ ...defaultSettings, dataset: 'own' });
    workers[0]?.crash({ message: 'one' });
    await expect.poll(() => reopened.length).toBe(1);
    expect(asked).toEqual(['cells']);
  });

  test('ends the commands that were under way', async () => {
    client = connect({ play: never });
    await client.open(defaultSettings);
    const underWay = client.play();
    workers[0]?.garble();
    await expect(underWay).rejects.toBeInstanceOf(EngineCrashed);
    expect(notices()[0]?.what).toBe('A message from the engine could not be read.');
  });

  test('before any run stands is told, and does not start workers for ever', async () => {
    client = connect({ capabilities: never });
    const underWay = client.capabilities();
    workers[0]?.crash({});
    await expect(underWay).rejects.toBeInstanceOf(EngineCrashed);
    expect(notices()[0]?.what).toBe('The engine could not be loaded.');
    expect(states()).toEqual(['failed']);
    expect(workers.length).toBe(1);
  });

  test('that repeats at once waits for the next command, which starts the engine again', async () => {
    client = connect();
    await client.open(defaultSettings);
    workers[0]?.crash({ message: 'one' });
    await expect.poll(() => reopened.length).toBe(1);
    workers[1]?.crash({ message: 'two' });
    expect(states().at(-1)).toBe('failed');
    expect(workers.length).toBe(2);
    // Looking at the run that is gone does not start another.
    await expect(client.view(1, 64, { truth: 0, teacher: 1, uncertainty: 0 })).rejects.toBeInstanceOf(
      EngineCrashed,
    );
    expect(workers.length).toBe(2);
    await client.reset();
    expect(workers.length).toBe(3);
    expect(reopened.length).toBe(2);
  });

  test('while the settings are opened again is told, and ends as failed', async () => {
    let opened = 0;
    const standIn = createStandIn({ draw: never, milliseconds: 1 });
    client = connect({
      open: (settings) => {
        opened++;
        return opened === 1 ? standIn.open(settings) : Promise.reject(new Error('The network does not fit.'));
      },
    });
    await client.open(defaultSettings);
    workers[0]?.crash({ message: 'one' });
    await expect.poll(() => states().at(-1)).toBe('failed');
    expect(notices().at(-1)).toMatchObject({
      what: 'The network does not fit.',
      where: 'restarting the engine',
    });
  });
});
