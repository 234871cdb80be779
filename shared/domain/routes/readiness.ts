import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardsOf, type Pif, pifsOf, sharesCard } from './cards.ts';
import type { HostKey } from './attempt.ts';

/** What could be done now so that a host can be reached later. */
export interface ReadinessAdvice {
  readonly is: 'add-second-address' | 'keep-second-plugged' | 'name-bmc' | 'confirm-host-key' | 'open-ssh';
}

/** What is known for the day a host goes dark. */
export interface Readiness {
  /** Ways over cards that do not fail together. */
  readonly independent: number;
  readonly addresses: readonly { readonly address: string; readonly nic: string; readonly isManagement: boolean }[];
  readonly keys: readonly HostKey[];
  readonly bmcAddress?: string | undefined;
  readonly advice: readonly ReadinessAdvice[];
}

export interface ReadinessFacts {
  readonly inventory: Inventory;
  readonly host: HostRef;
  readonly keys: readonly HostKey[];
  readonly bmcAddress: string | undefined;
  /** What our own knock found; undefined where nobody has knocked. */
  readonly isSshOpen: boolean | undefined;
}

export function readinessOf(facts: ReadinessFacts): Readiness {
  const { inventory, host, keys, bmcAddress } = facts;
  const pifs = pifsOf(inventory, host).filter((pif) => pif.ip !== '' && pif.isAttached);
  const independent = independentOf(inventory, pifs);
  const second = independent.find((pif) => !pif.isManagement);
  const advice: ReadinessAdvice[] = [];
  if (facts.isSshOpen === false) advice.push({ is: 'open-ssh' });
  if (independent.length < 2) advice.push({ is: 'add-second-address' });
  if (second?.isUnplugForbidden === false) advice.push({ is: 'keep-second-plugged' });
  if (keys.length === 0) advice.push({ is: 'confirm-host-key' });
  if (bmcAddress === undefined) advice.push({ is: 'name-bmc' });
  return {
    independent: independent.length,
    addresses: pifs.map((pif) => ({ address: pif.ip, nic: pif.device, isManagement: pif.isManagement })),
    keys,
    ...(bmcAddress !== undefined && { bmcAddress }),
    advice,
  };
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
