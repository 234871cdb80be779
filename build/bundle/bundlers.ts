import { build, type InlineConfig } from 'vite';
import { nativeParts } from './native-parts.ts';
import type { PartName } from './parts.ts';
import { workerThreads } from './worker-threads.ts';

/** Runs inside Electron or Node, so only what they bring themselves stays outside the bundle. */
const provided = [/^electron(?:\/|$)/, /^node:/];

/** Beside the bundles: whose code is in them and under what terms. */
const licencesOf = (part: PartName): { fileName: string } => ({ fileName: `.licences/${part}.json` });

/**
 * Comments, blanks, what is never reached and the names of variables stay at home; those of functions and classes stay, so
 * that what goes wrong in the field can be read.
 */
const lean = {
  compress: { target: 'node24', keepNames: { function: true, class: true } },
  mangle: { toplevel: false, keepNames: { function: true, class: true } },
  codegen: true,
} as const;

function nodeBundle(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [workerThreads(), nativeParts()],
    ssr: { target: 'node', noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: 'dist',
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      license: licencesOf('node'),
      rolldownOptions: {
        input: { main: 'electron/main.ts', serve: 'electron/serve.ts' },
        external: provided,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', minify: lean },
      },
    },
  };
}

/** A sandboxed preload script is loaded as one CommonJS file. */
function preloadBundle(root: string): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: 'dist',
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      license: licencesOf('preload'),
      rolldownOptions: {
        input: { preload: 'electron/shell/preload/preload.ts' },
        external: provided,
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

export const bundlers: Readonly<Record<PartName, (root: string) => Promise<unknown>>> = {
  node: (root) => build(nodeBundle(root)),
  preload: (root) => build(preloadBundle(root)),
  renderer: (root) => build({ configFile: `${root}build/vite/renderer.config.ts`, logLevel: 'warn' }),
};
