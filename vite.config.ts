import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { CONTENT_POLICY } from './src/offline/content-policy.ts';

/** Threads in WebAssembly need cross-origin isolation, and that needs these two headers. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** In the built page only: the development server reloads by inline scripts and a socket. */
const contentPolicy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  base: './',
  plugins: [react(), contentPolicy],
  server: { headers: isolation, port: 5173 },
  preview: { headers: { ...isolation, 'Content-Security-Policy': CONTENT_POLICY }, port: 4173 },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: true,
    rollupOptions: {
      input: { index: 'index.html', 'service-worker': 'src/offline/service-worker.ts' },
      output: {
        // Its scope is the folder it lies in, so the service worker must lie beside index.html, under a name that stays.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
});
