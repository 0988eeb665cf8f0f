/**
 * What the page and its workers may load and run: files of their own site, WebAssembly, and pictures that they made
 * themselves. It stands in the page, for hosts that set no headers, and in the headers where there are some.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
