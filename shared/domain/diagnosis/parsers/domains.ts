import type { Domain, DomainState, Domains } from '../sight-machine.ts';
import { linesOf, numberIn, orNothing, partsOf } from './lines.ts';

/** What the hypervisor itself lists. A list counts when it came to its end and has the control domain in it: one cut short would hide guests. */
export function parseDomains(raw: string): Domains | undefined {
  const part = partsOf(raw).get('list_domains') ?? raw;
  const listed = linesOf(part).flatMap(listedDomain);
  return isWhole(listed, part) ? { domains: listed, by: 'list_domains' } : undefined;
}

/** Names to go with them; and where the first list failed, the next best ones. */
export function parseDomainNames(raw: string): Domains | undefined {
  const parts = partsOf(raw);
  const xlPart = parts.get('xl') ?? raw;
  const xl = linesOf(xlPart).flatMap(xlDomain);
  const stored = linesOf(parts.get('xenstore') ?? '').flatMap(storedDomain);
  const xenops = linesOf(parts.get('xenops') ?? '').flatMap(xenopsDomain);
  const names = new Map(stored.map((domain) => [domain.id, domain]));
  if (isWhole(xl, xlPart)) return { domains: xl.map((domain) => withNames(domain, names.get(domain.id))), by: 'xl' };
  if (stored.length > 0) return { domains: stored, by: 'xenstore' };
  return xenops.length > 0 ? { domains: xenops, by: 'xenops' } : undefined;
}

/** Only the first list decides what runs; the second one lends it names. */
export function joinDomains(listed: Domains, named: Domains | undefined): Domains {
  const names = new Map(named?.domains.map((domain) => [domain.id, domain]));
  return { ...listed, domains: listed.domains.map((domain) => withNames(domain, names.get(domain.id))) };
}

function withNames(domain: Domain, named: Domain | undefined): Domain {
  return {
    ...domain,
    uuid: domain.uuid ?? named?.uuid,
    name: domain.name ?? named?.name,
    memoryMiB: domain.memoryMiB ?? named?.memoryMiB,
    vcpus: domain.vcpus ?? named?.vcpus,
  };
}

function isWhole(domains: readonly Domain[], part: string): boolean {
  return domains.some(({ id }) => id === 0) && /^rc=0$/m.test(part);
}

/** Six fixed places after the bar: dying, shut down, paused, blocked, running, with hardware help. */
function listedDomain(line: string): readonly Domain[] {
  const [, id, uuid, state = '', rest] = /^\s*(\d+) \|\s*([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}) \|([^|]*)(?:\|(.*))?$/i.exec(line) ?? [];
  if (id === undefined) return [];
  const more = rest?.split('|').map((cell) => cell.trim());
  return [
    { id: Number(id), uuid, state: letters(state.toUpperCase(), listLetters), memoryMiB: numberIn(more?.[0]), vcpus: numberIn(more?.[6]), line },
  ];
}

const listLetters: readonly (readonly [string, DomainState])[] = [
  ['D', 'dying'],
  ['S', 'shut-down'],
  ['P', 'paused'],
  ['R', 'running'],
  ['B', 'blocked'],
];

const xlLetters: readonly (readonly [string, DomainState])[] = [
  ['d', 'dying'],
  ['c', 'crashed'],
  ['s', 'shut-down'],
  ['p', 'paused'],
  ['r', 'running'],
  ['b', 'blocked'],
];

function letters(text: string, meaning: readonly (readonly [string, DomainState])[]): DomainState {
  return meaning.find(([letter]) => text.includes(letter))?.[1] ?? 'unknown';
}

/** Names may hold spaces, so it is read from its end. */
function xlDomain(line: string): readonly Domain[] {
  const [, name, id, memory, vcpus, state = ''] = /^(.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+([rbpscd-]{5,6})\s+[\d.]+\s*$/.exec(line) ?? [];
  if (id === undefined) return [];
  return [{ id: Number(id), name, state: letters(state, xlLetters), memoryMiB: Number(memory), vcpus: Number(vcpus), line }];
}

function storedDomain(line: string): readonly Domain[] {
  const [, id, path = '', name] = /^(\d+)\|([^|]*)\|(.*)$/.exec(line) ?? [];
  if (id === undefined) return [];
  const uuid = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i.exec(path)?.[1];
  return [{ id: Number(id), uuid, name: orNothing(name), state: 'unknown', line }];
}

function xenopsDomain(line: string): readonly Domain[] {
  const [, name, id, memory, vcpus, word] = /^(.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(Running|Paused|Suspend|Halted)\b/.exec(line) ?? [];
  if (id === undefined || word === 'Halted' || word === 'Suspend') return [];
  return [
    { id: Number(id), name: name?.trim(), state: word === 'Paused' ? 'paused' : 'running', memoryMiB: Number(memory), vcpus: Number(vcpus), line },
  ];
}
