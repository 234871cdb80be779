import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn } from '../bootstrap/ground.mjs';
import { knownTerms } from './known-terms.ts';

/** What the bundler says of a package whose code is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The licence's short name. */
  readonly identifier?: string | null;
  readonly text?: string | null;
}

const lists = ['.licences/node.json', '.licences/preload.json', 'renderer/.licences.json'];
const RULE = `\n\n${'-'.repeat(80)}\n\n`;
const opening = `Poolkeeper contains code of the packages below, each under its own terms.
Electron and Chromium come with their own: see LICENSE.electron.txt and LICENSES.chromium.html beside the program.`;

export function readBundledPackages(dist: string): BundledPackage[] {
  return lists.flatMap((list) => {
    const file = join(dist, list);
    if (!existsSync(file)) throw new CannotGoOn(`dist/${list} was not built`);
    // Written by our own build.
    return JSON.parse(readFileSync(file, 'utf8')) as BundledPackage[];
  });
}

/** The text that must travel with the app. A package that comes without its terms cannot be shipped at all. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const byName = new Map(packages.map((bundled) => [`${bundled.name} ${bundled.version}`, bundled]));
  const sections = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([title, bundled]) => sectionOf(title, bundled));
  return `${[opening, ...sections].join(RULE)}\n`;
}

function sectionOf(title: string, bundled: BundledPackage): string {
  const licence = bundled.identifier ?? 'licence as below';
  const brought = bundled.text?.trim() ?? '';
  const text = brought === '' ? knownTerms.get(`${title} ${licence}`) : brought;
  if (text === undefined) throw new CannotGoOn(`${title} is bundled and brings no licence text`);
  return `${title} (${licence})\n\n${text.replaceAll('\r\n', '\n')}`;
}
