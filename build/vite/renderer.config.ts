import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window, for a browser no older than the Chromium in Electron. */
export default defineConfig({
  root: fileURLToPath(new URL('../../renderer', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'esnext',
    // The content policy allows no inline script, and every such browser preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    license: { fileName: '.licences.json' },
    rolldownOptions: {
      output: {
        // A part may be called after a style sheet; a file has one dot, before what kind of file it is.
        chunkFileNames: ({ name }) => `assets/${name.replaceAll('.', '-')}-[hash].js`,
      },
    },
  },
});
