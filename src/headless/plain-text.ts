/** Plain data with typed arrays in it as text, for the way between Node and a page: that way takes JSON alone. */

const kinds = { Uint8Array, Uint32Array, Int32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof kinds;

const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name);

/**
 * @param value plain objects, arrays, strings, numbers of any kind, booleans, null and typed arrays; what is undefined
 *   is left out.
 * @throws TypeError for another kind of typed array.
 */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'number' && (!Number.isFinite(one) || Object.is(one, -0)))
      return { $number: Object.is(one, -0) ? '-0' : String(one) };
    if (!ArrayBuffer.isView(one)) return one;
    const kind = one.constructor.name;
    if (!isKind(kind)) throw new TypeError(`A ${kind} has no way to be said as text here.`);
    return { [`$${kind}`]: toBase64(new Uint8Array(one.buffer, one.byteOffset, one.byteLength)) };
  });

/** What `toText` was given. */
export const fromText = (text: string): unknown =>
  JSON.parse(text, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null) return one;
    const [[key, said] = ['', undefined], ...more] = Object.entries(one);
    if (more.length > 0 || typeof said !== 'string' || !key.startsWith('$')) return one;
    const kind = key.slice(1);
    if (kind === 'number') return Number(said);
    return isKind(kind) ? new kinds[kind](fromBase64(said).buffer) : one;
  });

/** Arguments of a call at most; JavaScript engines allow no more than about a hundred thousand. */
const CHUNK = 1 << 15;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
