import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardsOf, type Pif, pifsOf, sharesCard } from './cards.ts';
import { type KnownWays, type SecondWay, secondWay } from './rehearsal.ts';

/** What could be done now so that a host can be reached later. */
export interface ReadinessAdvice {
  readonly is: 'add-second-address' | 'mend-second-way' | 'keep-second-plugged' | 'name-bmc' | 'confirm-host-key' | 'open-ssh';
}

/** What is known for the day a host goes dark. */
export interface Readiness {
  /** Ways over cards that do not fail together. */
  readonly independent: number;
  readonly second: SecondWay;
  readonly advice: readonly ReadinessAdvice[];
}

export interface ReadinessFacts {
  readonly inventory: Inventory;
  readonly host: HostRef;
  readonly known: KnownWays;
  /** What our own knock found; undefined where nobody has knocked. */
  readonly isSshOpen: boolean | undefined;
}

export function readinessOf(facts: ReadinessFacts): Readiness {
  const { inventory, host, known } = facts;
  const pifs = pifsOf(inventory, host).filter((pif) => pif.ip !== '' && pif.isAttached);
  const independent = independentOf(inventory, pifs);
  const spare = independent.find((pif) => !pif.isManagement);
  const second = secondWay(inventory, host, known.rehearsal);
  const advice: ReadinessAdvice[] = [];
  if (facts.isSshOpen === false) advice.push({ is: 'open-ssh' });
  if (independent.length < 2) advice.push({ is: 'add-second-address' });
  if (second.is === 'fails') advice.push({ is: 'mend-second-way' });
  if (spare?.isUnplugForbidden === false) advice.push({ is: 'keep-second-plugged' });
  if (known.keys.length === 0) advice.push({ is: 'confirm-host-key' });
  if (known.bmcAddress === undefined && !hasPoolsController(inventory.host.get(host)?.powerOnMode)) advice.push({ is: 'name-bmc' });
  return { independent: independent.length, second, advice };
}

/** The management's first, then each that shares no card with those before. */
function independentOf(inventory: Inventory, pifs: readonly Pif[]): readonly Pif[] {
  const chosen: Pif[] = [];
  for (const pif of pifs.toSorted((a, b) => Number(b.isManagement) - Number(a.isManagement))) {
    const cards = cardsOf(inventory, pif);
    if (chosen.every((other) => !sharesCard(cards, cardsOf(inventory, other)))) chosen.push(pif);
  }
  return chosen;
}

/** Kinds of power switch that a management controller answers for by IPMI. */
const byController: ReadonlySet<string> = new Set(['IPMI', 'DRAC', 'iLO']);

/** The pool itself knows where the controller is and who may ask it: it switches the host on by it. */
export function hasPoolsController(powerOnMode = ''): boolean {
  return byController.has(powerOnMode);
}
