import { posix } from 'node:path';
import type { Plugin } from 'vite';

const workerFile = /new URL\(\s*['"](\.[^'"]+\.ts)['"],\s*import\.meta\.url,?\s*\)/g;

/** A thread's first file is a bundle of its own, so its address has to lead there and not to a source that is not shipped. */
export function workerThreads(): Plugin {
  // What stands in the code until the bundles have their names.
  const places = new Map<string, string>();
  return {
    name: 'worker-threads',
    // Before the sources are rewritten.
    enforce: 'pre',
    async transform(code, importer) {
      if (!code.includes('new Worker(')) return null;
      let changed = code;
      for (const [whole, path = ''] of code.matchAll(workerFile)) {
        const source = await this.resolve(path, importer);
        if (source === null) return this.error(`${importer} starts a thread from ${path}, which is not there`);
        const file = this.emitFile({ type: 'chunk', id: source.id });
        places.set(`worker:${file}`, file);
        changed = changed.replace(whole, `new URL('worker:${file}', import.meta.url)`);
      }
      return { code: changed, map: null };
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [place, file] of places) {
          chunk.code = chunk.code.replaceAll(place, `./${posix.relative(posix.dirname(chunk.fileName), this.getFileName(file))}`);
        }
      }
    },
  };
}
