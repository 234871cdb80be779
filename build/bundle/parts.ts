import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root, say } from '../bootstrap/ground.mjs';
import { fingerprint } from './fingerprint.ts';

export type PartName = 'node' | 'preload' | 'renderer';

interface Part {
  readonly name: PartName;
  /** What it is made from; it is built again when any of these changed. */
  readonly sources: readonly string[];
  /** A file that is there once it is built. */
  readonly product: string;
  /** What a build leaves behind under names that change, so that it must go before the next. */
  readonly leftovers: string;
}

const dist = join(root, 'dist');
const stampFile = join(dist, '.built.json');

/** The bundled app, all below dist/. */
const parts: readonly Part[] = [
  { name: 'node', sources: ['electron', 'shared', 'build/bundle', 'package-lock.json'], product: 'serve.js', leftovers: 'chunks' },
  { name: 'preload', sources: ['electron/shell/preload', 'build/bundle', 'package-lock.json'], product: 'preload.cjs', leftovers: 'preload.cjs' },
  {
    name: 'renderer',
    sources: ['renderer', 'shared', 'build/vite', 'build/bundle', 'package-lock.json'],
    product: 'renderer/index.html',
    leftovers: 'renderer',
  },
];

/** Builds the parts whose sources changed since they were built, and answers which those were. */
export async function buildChanged(): Promise<PartName[]> {
  const built = readStamp();
  const changed: PartName[] = [];
  for (const part of parts) {
    const sources = fingerprint(root, part.sources);
    if (built[part.name] === sources && existsSync(join(dist, part.product))) continue;
    await build(part);
    changed.push(part.name);
    built[part.name] = sources;
    writeFileSync(stampFile, JSON.stringify(built));
  }
  return changed;
}

async function build(part: Part): Promise<void> {
  const startMs = performance.now();
  mkdirSync(dist, { recursive: true });
  rmSync(join(dist, part.leftovers), { recursive: true, force: true });
  // Loaded only when something is to be built, because it is most of the time an unchanged start would take.
  const { bundlers } = await import('./bundlers.ts');
  try {
    await bundlers[part.name](root);
  } catch (error) {
    throw new CannotGoOn(`could not build ${part.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  say(`built ${part.name} in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}

function readStamp(): Partial<Record<PartName, string>> {
  try {
    // Our own file; a damaged one only causes a build.
    return JSON.parse(readFileSync(stampFile, 'utf8')) as Partial<Record<PartName, string>>;
  } catch {
    // Nothing was built yet.
    return {};
  }
}
