import type { Identity } from '../sight-toolstack.ts';
import { groupsOf, linesOf, numberIn, orNothing } from './lines.ts';

/** The inventory as KEY='value' lines, then what the other files say, told apart by their shape. */
export function parseIdentity(raw: string): Identity | undefined {
  const lines = linesOf(raw);
  const inventory = new Map(lines.flatMap(entryOf));
  if (inventory.size === 0) return undefined;
  const said = (...keys: readonly string[]): string => keys.map((key) => inventory.get(key)).find((value) => value !== undefined) ?? '';
  return {
    hostUuid: said('INSTALLATION_UUID'),
    controlDomainUuid: orNothing(said('CONTROL_DOMAIN_UUID')),
    product: said('PRODUCT_BRAND', 'PLATFORM_NAME'),
    version: said('PRODUCT_VERSION', 'PLATFORM_VERSION'),
    managementBridge: orNothing(said('MANAGEMENT_INTERFACE')),
    addressType: orNothing(said('MANAGEMENT_ADDRESS_TYPE')),
    bridges: said('CURRENT_INTERFACES')
      .split(/\s+/)
      .filter((name) => name !== ''),
    ...shapesIn(lines.filter((line) => entryOf(line).length === 0 && !/^\w+: .*No such file/.test(line))),
  };
}

function shapesIn(lines: readonly string[]): Pick<Identity, 'release' | 'kernel' | 'hostname' | 'uptimeS' | 'load'> {
  const shaped = (pattern: RegExp): string | undefined => lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
  const last = lines.at(-1) ?? '';
  return {
    release: shaped(/^(.* release .*)$/),
    kernel: shaped(/^(\d+\.\d+\.\d+\S*)$/),
    uptimeS: numberIn(shaped(/^(\d+\.\d+) \d+\.\d+$/)),
    load: (shaped(/^([\d.]+ [\d.]+ [\d.]+) \d+\/\d+ \d+$/) ?? '').split(' ').flatMap((figure) => numberIn(figure) ?? []),
    hostname: /^[A-Za-z\d][\w.-]*$/.test(last) && !/^\d+\.\d+/.test(last) ? last : undefined,
  };
}

function entryOf(line: string): [string, string][] {
  const found = groupsOf(/^([A-Z][A-Z\d_]*)=(.*)$/, line);
  return found === undefined ? [] : [[found[0], found[1].replace(/^'(.*)'$/, '$1').replace(/^"(.*)"$/, '$1')]];
}
