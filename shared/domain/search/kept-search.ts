import type { Delta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { changedRefs } from '#shared/domain/placement/paths.ts';
import { keyOf, type ObjectItem } from '#shared/domain/tree/items.ts';
import { matches, matchesQuick, quickWords } from './filter.ts';
import { type Found, foundOf, type ListedClass, type ObjectKind, type SearchServer } from './found.ts';
import { compareMatches, linesOf, type Line, type Match, matchOf, type SearchQuestion, type SearchResult, SLICE } from './result-lines.ts';
import { createScope, type Scope } from './scope.ts';
import type { Search } from './search.ts';
import { sortInSlices } from './sort-in-slices.ts';

/** What has happened to each server since it was looked at. */
export type Changes = ReadonlyMap<string, readonly Delta[]>;

/** Classes of few objects on which what is said of many others depends: a change of one is looked at as a whole. */
const DECISIVE = ['pool', 'host', 'hostMetrics', 'pbd'] as const;
const DEVICES = ['vbd', 'vif'] as const;
/** So many at once are looked through sooner anew. */
const MANY = 500;

/** The answer to a question, kept up with the changes of its servers: a change costs what it touches. */
export class KeptSearch {
  readonly #search: Search;
  readonly #servers: ReadonlyMap<string, PresentServer>;
  readonly #scope: Scope;
  readonly #words: readonly string[];
  readonly #members = new Set<string>();
  readonly #known = new Map<string, Match>();
  readonly #guests = new Map<string, VmRef>();
  readonly #metrics = new Map<string, VmRef>();
  #sorted: Match[] = [];
  #orders = 0;

  private constructor(question: SearchQuestion) {
    this.#search = question.search;
    this.#servers = new Map(question.servers.map((server) => [server.id, presentServer(server)]));
    this.#scope = createScope(
      question.items,
      [...this.#servers.values()].map(({ server }) => server),
      new Set(question.search.kinds),
    );
    this.#words = quickWords(question.quick);
  }

  /** Looks through everything, and pauses often; whoever runs it decides when it goes on. */
  static *begin(question: SearchQuestion): Generator<undefined, KeptSearch> {
    const kept = new KeptSearch(question);
    const found: Match[] = [];
    for (const one of kept.#scope.founds()) {
      const match = kept.#take(one);
      if (match !== undefined) found.push(match);
      if (kept.#members.size % SLICE === 0) yield undefined;
    }
    kept.#sorted = [...(yield* sortInSlices(found, (a, b) => compareMatches(a, b, question.search.sort)))];
    return kept;
  }

  /** Whether the lines may be others now; `anew` when only looking through everything would tell. */
  apply(servers: readonly SearchServer[], changes: Changes): 'same' | 'changed' | 'anew' {
    for (const now of servers) this.#servers.get(now.id)?.take(now);
    const deltas = [...changes.values()].flat();
    if (servers.some(({ id }) => !this.#servers.has(id)) || deltas.some((delta) => this.#isUpheaval(delta))) return 'anew';
    const touched = [...this.#servers.values()].flatMap(({ server }) =>
      (changes.get(server.id) ?? []).flatMap((delta) => [...this.#touchedBy(server, delta)].map(([name, ref]) => ({ server, name, ref }))),
    );
    if (touched.length > MANY) return 'anew';
    const looked = touched.map(({ server, name, ref }) => this.#look(`${server.id}/${ref}`, foundOf(server, name, ref)));
    return looked.includes(true) ? 'changed' : 'same';
  }

  *result(folded: ReadonlySet<string>): Generator<undefined, SearchResult> {
    const lines: Line[] = [];
    const matching = this.#sorted.length;
    yield* linesOf({ matches: [...this.#sorted], groups: this.#search.groups, folded, under: '', depth: 0 }, lines);
    return { lines, matching, all: this.#members.size };
  }

  #isUpheaval(delta: Delta): boolean {
    return DECISIVE.some((name) => delta[name] !== undefined) || (this.#scope.hangsOnDevices && DEVICES.some((name) => delta[name] !== undefined));
  }

  *#touchedBy({ id }: SearchServer, delta: Delta): Generator<readonly [ListedClass, string]> {
    for (const ref of changedRefs<'vm'>(delta.vm)) yield ['vm', ref];
    for (const ref of changedRefs<'guestMetrics'>(delta.guestMetrics)) yield* vmAt(this.#guests, `${id}/${ref}`);
    for (const ref of changedRefs<'vmMetrics'>(delta.vmMetrics)) yield* vmAt(this.#metrics, `${id}/${ref}`);
    for (const ref of changedRefs<'sr'>(delta.sr)) yield ['sr', ref];
    for (const ref of changedRefs<'vdi'>(delta.vdi)) yield ['vdi', ref];
    for (const ref of changedRefs<'network'>(delta.network)) yield ['network', ref];
    for (const ref of changedRefs<'appliance'>(delta.appliance)) yield ['appliance', ref];
  }

  #look(key: string, found: Found | undefined): boolean {
    const before = this.#known.get(key);
    const isMember = found !== undefined && this.#scope.has(found);
    const wasMember = this.#members.has(key);
    const now = isMember ? this.#take(found, before?.order) : undefined;
    if (!isMember) this.#members.delete(key);
    if (before !== undefined) this.#leave(before);
    if (now === undefined) this.#known.delete(key);
    else this.#sorted.splice(this.#placeOf(now), 0, now);
    return before !== undefined || now !== undefined || wasMember !== isMember;
  }

  #take(found: Found, order = (this.#orders += 1)): Match | undefined {
    const search = this.#search;
    const key = keyOf(found.item);
    this.#members.add(key);
    this.#note(found);
    if (!matchesQuick(found, this.#words) || !matches(found, search.filter)) return undefined;
    const match = matchOf(found, search, order);
    this.#known.set(key, match);
    return match;
  }

  #note({ item, server }: Found): void {
    const vm = isOfVm(item) ? server.inventory.vm.get(item.ref) : undefined;
    if (vm === undefined || !isOfVm(item)) return;
    if (vm.guestMetrics !== null) this.#guests.set(`${server.id}/${vm.guestMetrics}`, item.ref);
    if (vm.metrics !== null) this.#metrics.set(`${server.id}/${vm.metrics}`, item.ref);
  }

  #leave(match: Match): void {
    const at = this.#placeOf(match);
    if (this.#sorted[at] === match) this.#sorted.splice(at, 1);
  }

  /** Where it stands, or would stand. */
  #placeOf(match: Match): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#sorted[middle];
      if (other !== undefined && compareMatches(other, match, this.#search.sort) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface PresentServer {
  readonly server: SearchServer;
  take(now: SearchServer): void;
}

/** A server as it is now: what was found on it names the server, and must not hold on to everything that once was there. */
function presentServer(first: SearchServer): PresentServer {
  let now = first;
  return {
    server: {
      id: first.id,
      address: first.address,
      isFile: first.isFile,
      get lastKnownMs() {
        return now.lastKnownMs;
      },
      get inventory() {
        return now.inventory;
      },
      get statistics() {
        return now.statistics;
      },
    },
    take(later) {
      now = later;
    },
  };
}

type VmItem = Extract<ObjectItem, { readonly ref: RefOf<'vm'> }>;

function isOfVm(item: ObjectItem): item is VmItem {
  const kind: ObjectKind = item.is;
  return kind === 'vm' || kind === 'template' || kind === 'snapshot';
}

function* vmAt(vms: ReadonlyMap<string, VmRef>, key: string): Generator<readonly ['vm', VmRef]> {
  const vm = vms.get(key);
  if (vm !== undefined) yield ['vm', vm];
}
