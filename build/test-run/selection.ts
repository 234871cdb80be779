import { CannotGoOn } from '../bootstrap/ground.mjs';
import { suites, type Suite } from '../suites.ts';

export interface Selection {
  readonly suite: Suite;
  readonly filters: readonly string[];
}

/** Names are suites ('unit') or files and folders ('test/unit/xapi'); no names mean every suite whole. */
export function selectTests(names: readonly string[]): Selection[] {
  if (names.length === 0) return suites.map((suite) => ({ suite, filters: [] }));
  const wanted = names.map(readName);
  return suites.flatMap((suite) => {
    const mine = wanted.filter((name) => name.suite === suite);
    if (mine.length === 0) return [];
    const isWhole = mine.some((name) => name.path === undefined);
    return [{ suite, filters: isWhole ? [] : mine.flatMap((name) => name.path ?? []) }];
  });
}

function readName(name: string): { suite: Suite; path: string | undefined } {
  const path = name.replaceAll('\\', '/').replace(/^\.\//, '');
  const [, folder, rest] = /^(?:test\/)?([^/]+)\/?(.*)$/.exec(path) ?? [];
  const suite = suites.find((one) => one.name === folder);
  if (suite === undefined) throw new CannotGoOn(`no suite for "${name}"; there are ${suites.map((one) => one.name).join(', ')}`);
  return { suite, path: rest === '' ? undefined : path };
}
