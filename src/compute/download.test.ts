import { statSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { type Download, download, originOf, watchDownloads } from './download.ts';

const closing: (() => void)[] = [];

async function host(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  closing.push(() => server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/file`;
}

function listening(): Download[] {
  const heard: Download[] = [];
  watchDownloads((one) => heard.push(one));
  return heard;
}

afterEach(() => {
  watchDownloads(() => {});
  for (const close of closing.splice(0)) close();
});

const content = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);

test('a file comes whole, and its length is told before its end', async () => {
  const heard = listening();
  const url = await host((_, response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, 40_000));
    setTimeout(() => response.end(content.subarray(40_000)), 150);
  });
  expect(await download('A file', url)).toEqual(content);
  expect(heard[0]).toEqual({
    name: 'A file',
    state: 'coming',
    received: 0,
    total: undefined,
    from: undefined,
  });
  const onTheWay = heard.filter(({ state, received }) => state === 'coming' && received > 0);
  expect(onTheWay[0]?.received).toBeLessThanOrEqual(40_000);
  expect(onTheWay.every(({ total }) => total === content.length)).toBe(true);
  expect(heard.at(-1)).toMatchObject({ state: 'here', received: content.length, total: content.length });
});

test('what is packed on the way has the length that is known beforehand, else none until its end', async () => {
  const packed = gzipSync(content);
  const url = await host((_, response) => {
    response.writeHead(200, { 'Content-Length': packed.length, 'Content-Encoding': 'gzip' });
    response.end(packed);
  });
  for (const known of [content.length, undefined]) {
    const heard = listening();
    expect(await download('A file', url, known)).toEqual(content);
    expect(new Set(heard.filter(({ state }) => state === 'coming').map(({ total }) => total))).toEqual(
      new Set([known]),
    );
    expect(heard.at(-1)).toMatchObject({ state: 'here', total: content.length });
  }
});

test.each([
  ['a missing file', 404, 'application/wasm'],
  ['the page in its place', 200, 'text/html; charset=utf-8'],
])('%s is a sentence, and the download has failed', async (_, status, type) => {
  const heard = listening();
  const url = await host((_, response) =>
    response.writeHead(status, { 'Content-Type': type }).end('nothing'),
  );
  await expect(download('ONNX Runtime', url)).rejects.toThrow(
    `ONNX Runtime cannot be fetched: the server says ${status}.`,
  );
  expect(heard.at(-1)?.state).toBe('failed');
});

test('a connection that breaks is a failure too', async () => {
  const heard = listening();
  const url = await host((_, response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, 10), () => response.destroy());
  });
  await expect(download('A file', url)).rejects.toThrow(/^A file cannot be fetched: /);
  expect(heard.at(-1)?.state).toBe('failed');
});

test('where a file came from is told by the bytes that were transferred, or by the service worker', () => {
  const nothing = new Headers();
  const kept = (word: string) => new Headers({ 'Penumbra-Kept': word });
  const timing = (transferSize: number, workerStart = 0) => ({
    transferSize,
    encodedBodySize: 1000,
    workerStart,
  });
  expect([
    originOf(nothing, timing(1300)),
    originOf(nothing, timing(0)),
    // Asked after, and unchanged.
    originOf(nothing, timing(300)),
    originOf(nothing, { ...timing(0), encodedBodySize: 0 }),
    originOf(nothing, undefined),
    originOf(nothing, timing(0, 12.5)),
    originOf(kept('yes'), timing(0, 12.5)),
    originOf(kept('no'), timing(0, 12.5)),
  ]).toEqual(['network', 'cache', 'cache', undefined, undefined, undefined, 'cache', 'network']);
});

test.each(['wasm', 'jspi', 'asyncify'])(
  'the size noted down for the %s build is that of its file',
  async (build) => {
    vi.doMock(`onnxruntime-web/${fileOf(build)}.mjs?url`, () => ({ default: 'http://localhost/a.mjs' }));
    vi.doMock(`onnxruntime-web/${fileOf(build)}.wasm?url`, () => ({ default: 'http://localhost/a.wasm' }));
    const { files } = await import(`./ort-files-${build}.ts`);
    const path = fileURLToPath(import.meta.resolve(`onnxruntime-web/${fileOf(build)}.wasm`));
    expect(files().bytes).toBe(statSync(path).size);
  },
);

const fileOf = (build: string): string =>
  build === 'wasm' ? 'ort-wasm-simd-threaded' : `ort-wasm-simd-threaded.${build}`;
