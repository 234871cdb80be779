import { expect, test } from 'vitest';
import { type Aliases, importsOf, type Sources } from './layers.ts';
import { readAliases, readSources } from './repository.ts';

/** Statements that leave nothing behind when the types are gone. */
const TYPES_ONLY = /^[ \t]*(?:import|export)\s+type\b[^;]*;/gm;

/** Everything a file loads when it runs, with the way there. */
function loadedBy(start: string, { sources, aliases }: { readonly sources: Sources; readonly aliases: Aliases }): ReadonlyMap<string, string> {
  const ways = new Map<string, string>([[start, start]]);
  for (const [path, way] of ways) {
    const text = sources.get(path)?.replaceAll(TYPES_ONLY, '') ?? '';
    for (const target of importsOf(path, text, aliases)) if (!ways.has(target)) ways.set(target, `${way} > ${target}`);
  }
  return ways;
}

test('the window loads no schemas: the engine checks what crosses the table', () => {
  const ways = loadedBy('renderer/main.tsx', { sources: readSources(['.ts', '.tsx']), aliases: readAliases() });
  expect(ways.size).toBeGreaterThan(50);
  expect(ways.get('npm:zod')).toBeUndefined();
});
