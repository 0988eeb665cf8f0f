/** Files that are fetched before training can begin, and how far they have come. */
import { sentence } from './errors.ts';

/** A file, and how it comes. */
export interface Download {
  /** What it is, for people: "ONNX Runtime". */
  readonly name: string;
  readonly state: 'coming' | 'here' | 'failed';
  /** Bytes that have come, unpacked where the host sends them packed. */
  readonly received: number;
  /** Bytes in all; undefined where nobody says before the end. */
  readonly total: number | undefined;
  /** Known at the end; undefined where the browser does not say. */
  readonly from: 'cache' | 'network' | undefined;
}

/** What the browser notes down about a fetch: sizes in bytes on the wire, and when a service worker began with it, if any. */
export type Timing = Pick<PerformanceResourceTiming, 'transferSize' | 'encodedBodySize' | 'workerStart'>;

/** Milliseconds between two reports of one download: as often as a person can read them. */
const pace = 100;

/** The header by which the service worker says whether it had kept a file. */
const KEPT = 'penumbra-kept';

let tell: (download: Download) => void = () => {};

/** From now on `listener` hears of every download. One listener at a time. */
export function watchDownloads(listener: (download: Download) => void): void {
  tell = listener;
}

/**
 * Fetches a file, and reports how it comes.
 * @param bytes that it has, where that is known beforehand: a host that packs files on the way does not say.
 * @throws Error with a sentence where it cannot be had.
 */
export async function download(name: string, url: string, bytes?: number): Promise<Uint8Array<ArrayBuffer>> {
  let received = 0;
  let total = bytes;
  const report = (state: Download['state'], from?: Download['from']): void =>
    tell({ name, state, received, total, from });
  const earlier = timingsOf(url).length;
  report('coming');
  try {
    const response = await fetch(url);
    // A server that answers every path with the page has no such file either.
    if (!response.ok || response.headers.get('content-type')?.startsWith('text/html'))
      throw new Error(`the server says ${response.status}`);
    total ??= lengthOf(response.headers);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let told = Number.NEGATIVE_INFINITY;
    for await (const part of partsOf(response)) {
      parts.push(part);
      received += part.length;
      if (performance.now() - told < pace) continue;
      told = performance.now();
      report('coming');
    }
    total = received;
    report('here', originOf(response.headers, await timingAfter(url, earlier)));
    return joined(parts, received);
  } catch (error) {
    report('failed');
    throw new Error(`${name} cannot be fetched: ${sentence(error)}`, { cause: error });
  }
}

/** What is packed on the way has another length there. */
function lengthOf(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length'));
  return headers.has('content-encoding') || !(length > 0) ? undefined : length;
}

/**
 * A body that came over the network counts in the bytes transferred; one that was only asked after, and had not changed,
 * brings headers alone. Behind a service worker nothing counts, and its word is all there is.
 */
export function originOf(headers: Headers, timing: Timing | undefined): Download['from'] {
  const kept = headers.get(KEPT);
  if (kept !== null) return kept === 'yes' ? 'cache' : 'network';
  if (!timing || timing.workerStart > 0 || timing.encodedBodySize === 0) return undefined;
  return timing.transferSize < timing.encodedBodySize ? 'cache' : 'network';
}

const timingsOf = (url: string): PerformanceResourceTiming[] =>
  performance.getEntriesByName(url, 'resource') as PerformanceResourceTiming[];

/** The fetch after `earlier` ones of the same file: it is noted down a little after its last byte, or not at all. */
async function timingAfter(url: string, earlier: number): Promise<Timing | undefined> {
  for (let tries = 0; tries < 10 && timingsOf(url).length <= earlier; tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return timingsOf(url)[earlier];
}

async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!body) return;
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
