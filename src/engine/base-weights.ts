import { BASE_WEIGHTS } from '../training/base-weights.ts';

/** In the built site the worker lies in a folder of its own; the development server shows it where its source is. */
const path = import.meta.env.DEV ? `/${BASE_WEIGHTS}` : `../${BASE_WEIGHTS}`;

/** @throws Error with a sentence where they cannot be fetched. */
export async function fetchBaseWeights(): Promise<Uint8Array> {
  const response = await fetch(new URL(path, self.location.href));
  const type = response.headers.get('content-type') ?? '';
  // A server that answers every path with the page has no such file either.
  if (!response.ok || type.startsWith('text/html')) {
    throw new Error(`${BASE_WEIGHTS} cannot be fetched: the server says ${response.status}.`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
