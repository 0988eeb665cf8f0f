/** Addresses of the files behind ONNX Runtime's jspi build; Vite serves them in dev and hashes them in the built site. */
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { absolute } from './surroundings.ts';

export const files = () => ({ mjs: absolute(mjs), wasm: absolute(wasm), bytes: 16_758_545 });
