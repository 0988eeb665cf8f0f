import { download } from '../compute/download.ts';
import { BASE_WEIGHTS } from '../training/base-weights.ts';

/** In the built site the worker lies in a folder of its own; the development server shows it where its source is. */
const path = import.meta.env.DEV ? `/${BASE_WEIGHTS}` : `../${BASE_WEIGHTS}`;

/** @throws Error with a sentence where they cannot be fetched. */
export const fetchBaseWeights = (): Promise<Uint8Array> =>
  download('Base weights', new URL(path, self.location.href).href);
