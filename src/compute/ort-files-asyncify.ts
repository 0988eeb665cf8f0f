/** Addresses of the files behind ONNX Runtime's asyncify build; Vite serves them in dev and hashes them in the built site. */
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { absolute } from './surroundings.ts';

export const files = () => ({ mjs: absolute(mjs), wasm: absolute(wasm), bytes: 26_781_914 });
