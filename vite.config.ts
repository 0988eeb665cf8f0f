import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Threads in WebAssembly need cross-origin isolation, and that needs these two headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react()],
  server: { headers: isolation, port: 5173 },
  preview: { headers: isolation, port: 4173 },
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: true },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
});
