import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';

type Pif = RecordOf<'pif'>;

/** An address of a host beside that of its management, and who of the pool could pass a connection on to it. */
export interface SecondWay {
  readonly address: string;
  readonly nic: string;
  /** Live members with an address in the same network. */
  readonly through: readonly HostRef[];
  /** Whether a broken management card or cable leaves it as it is. */
  readonly isOnOtherCard: boolean;
}

export interface DarkWays {
  readonly management: { readonly address: string; readonly nic: string } | undefined;
  readonly second: readonly SecondWay[];
  /** Cards with a link and without an address, the first of which would make a second way. */
  readonly spareNics: readonly string[];
}

/** How a host could be reached if its management fell silent, by what the pool knows of its interfaces. */
export function darkWays(inventory: Inventory, host: HostRef): DarkWays {
  const own = [...inventory.pif.values()].filter((pif) => pif.host === host).sort((a, b) => byNaturalOrder(a.device, b.device));
  const management = own.find(({ isManagement }) => isManagement);
  const managed = management === undefined ? new Set<string>() : cardsOf(own, management);
  const second = own
    .filter((pif) => !pif.isManagement && pif.isAttached && pif.ip !== '')
    .map((pif) => ({
      address: pif.ip,
      nic: nicOf(pif),
      through: membersBeside(inventory, pif),
      isOnOtherCard: [...cardsOf(own, pif)].some((card) => !managed.has(card)),
    }));
  const used = new Set([...managed, ...own.filter(({ ip }) => ip !== '').flatMap((pif) => [...cardsOf(own, pif)])]);
  const spare = own.filter((pif) => pif.isPhysical && !used.has(pif.device) && hasLink(inventory, pif));
  return {
    management: management === undefined ? undefined : { address: management.ip, nic: nicOf(management) },
    second: second.sort((a, b) => Number(b.isOnOtherCard) - Number(a.isOnOtherCard)),
    spareNics: spare.map(({ device }) => device),
  };
}

/** The physical cards an interface hangs on: of a bond all of its own, of a VLAN those below it. */
function cardsOf(own: readonly Pif[], pif: Pif): ReadonlySet<string> {
  const below = own.find(({ device, vlan, bondMasterOf }) => device === pif.device && vlan < 0 && bondMasterOf.length > 0);
  if (below === undefined) return new Set([pif.device]);
  return new Set(own.filter(({ bondSlaveOf }) => bondSlaveOf !== null && below.bondMasterOf.includes(bondSlaveOf)).map(({ device }) => device));
}

function membersBeside(inventory: Inventory, { host, ip, netmask }: Pif): readonly HostRef[] {
  const neighbours = [...inventory.pif.values()].filter(
    (pif) => pif.host !== null && pif.host !== host && pif.isAttached && pif.ip !== '' && isSameNetwork({ ip, netmask }, pif.ip),
  );
  return [...new Set(neighbours.flatMap((pif) => (pif.host !== null && isHostLive(inventory, pif.host) ? [pif.host] : [])))];
}

function hasLink(inventory: Inventory, { metrics }: Pif): boolean {
  return metrics !== null && inventory.pifMetrics.get(metrics)?.hasCarrier === true;
}

function nicOf({ device, vlan }: Pif): string {
  return vlan < 0 ? device : `${device}.${vlan}`;
}

/** IPv4 only: nobody could be sure that a host of another prefix answers there. */
function isSameNetwork({ ip, netmask }: { readonly ip: string; readonly netmask: string }, other: string): boolean {
  const [a, b, mask] = [ip, other, netmask].map(numberOf);
  return a !== undefined && b !== undefined && mask !== undefined && mask !== 0 && ((a ^ b) & mask) === 0;
}

function numberOf(dotted: string): number | undefined {
  const parts = dotted.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0) | 0;
}
