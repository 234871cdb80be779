import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { PURPOSE_KEY, purposeKeys, purposesOf, STORAGE_LABEL } from '#shared/domain/networks/purposes.ts';
import { isConfiguredAs } from '#shared/domain/networks/settings.ts';
import type { NetworkPurpose, NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { type Entry, forbidUnplugging, writeEntry } from './entries.ts';
import { isPluggedAs, plugAgainLast, replug, unplugged, waysToReplug } from './replug.ts';

type Request = NetworkRequestOf<'network.configure'>;

/** Events need a moment to tell. */
const SHOWS_WITHIN_MS = 15_000;

export function configureNetwork(request: Request): Verb {
  const { network, mtu, purposes } = request;
  return {
    steps: ['check', 'write-new-value', ...(mtu === undefined ? [] : (['replug'] as const)), 'confirm'],
    async run(doing) {
      const changesMtu = mtu !== undefined && mtu !== doing.pool.inventory().network.get(network)?.mtu;
      if (changesMtu) plugAgainLast(doing, request);
      const held = purposes === undefined ? [] : heldWays(doing.pool.inventory(), { network, purposes });
      await doing.step('write-new-value', async () => {
        if (mtu !== undefined && changesMtu) await writeMtu(doing, request, mtu);
        for (const entry of entriesOf(request, doing.pool.inventory())) {
          if (doing.cancelling.aborted) throw new Cancelled(false);
          await writeEntry(doing, entry);
        }
        for (const { ref, isForbidden } of held) await forbidUnplugging(doing, ref, isForbidden);
      });
      doing.tooLateToCancel();
      if (changesMtu) doing.remember(waysToReplug(doing.pool.inventory(), network));
      if (mtu !== undefined) await doing.step('replug', async () => (changesMtu ? await replug(doing, request) : undefined));
      await doing.step('confirm', async () => await confirm(doing, ({ inventory }) => isConfiguredAs(inventory(), request)));
    },
    mends: (inventory, remembered) =>
      unplugged(inventory, remembered).length === 0 ? [] : [{ kind: 'network.plug', server: request.server as ServerId, network }],
    left(inventory, remembered) {
      if (!inventory.network.has(network)) return [{ is: 'object-gone' }];
      const parts = [
        ...settingsAsked(request).map((part) => isConfiguredAs(inventory, part)),
        ...remembered.map((ref) => isMtuAs(inventory, request) && isPluggedAs(inventory, ref)),
      ];
      return [{ is: 'partly-done', done: parts.filter((isSo) => isSo).length, of: parts.length }, ...unplugged(inventory, remembered)];
    },
  };
}

/** An interface counts as done with its network only. */
function isMtuAs(inventory: Inventory, { kind, server, network, mtu }: Request): boolean {
  return isConfiguredAs(inventory, { kind, server, network, mtu });
}

/** Each setting alone. */
function settingsAsked({ mtu, isAutomatic, purposes, ...of }: Request): readonly Request[] {
  return [
    ...(mtu === undefined ? [] : [{ ...of, mtu }]),
    ...(isAutomatic === undefined ? [] : [{ ...of, isAutomatic }]),
    ...(purposes === undefined ? [] : [{ ...of, purposes }]),
  ];
}

async function writeMtu({ pool, closing, onUndo }: Doing, { network }: Request, mtu: number): Promise<void> {
  const before = pool.inventory().network.get(network)?.mtu ?? mtu;
  const write = async (value: number): Promise<unknown> =>
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call('network.set_MTU', [network, value]));
  onUndo({
    async undo() {
      await write(before);
      // Whoever asks for it once more at once would be told that it is so already.
      const isBack = (): boolean => pool.inventory().network.get(network)?.mtu === before;
      await pool.until(isBack, { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
      return { is: 'value-restored' };
    },
    otherwise: { is: 'value-lost', value: String(before) },
  });
  await write(mtu);
}

/** Only what differs, in the places where other clients look. */
function entriesOf({ network, isAutomatic, purposes }: Request, inventory: Inventory): readonly Entry[] {
  const automatic: Entry[] = isAutomatic === undefined ? [] : [{ of: 'network', ref: network, key: 'automatic', value: String(isAutomatic) }];
  return [...automatic, ...(purposes === undefined ? [] : purposeEntries(inventory, { network, purposes }))];
}

function purposeEntries(inventory: Inventory, { network, purposes }: Required<Pick<Request, 'network' | 'purposes'>>): readonly Entry[] {
  const wished = purposes ?? [];
  const uuid = inventory.network.get(network)?.uuid ?? '';
  const pool = onlyPool(inventory);
  const now = purposesOf(inventory, network);
  const ofPool = (['migration', 'backup'] as const).flatMap((purpose): Entry[] =>
    pool === undefined || wished.includes(purpose) === now.includes(purpose)
      ? []
      : [{ of: 'pool', ref: pool.ref, key: purposeKeys[purpose], value: wished.includes(purpose) ? uuid : '' }],
  );
  if (wished.includes('storage') === now.includes('storage')) return ofPool;
  const ofCards = storageWays(inventory, network).map(
    ([ref]): Entry => ({ of: 'PIF', ref, key: PURPOSE_KEY, value: wished.includes('storage') ? STORAGE_LABEL : '' }),
  );
  return [...ofPool, ...ofCards];
}

/** Interfaces with an address there; the management one is never taken for it, but what is marked may always be freed. */
function storageWays(inventory: Inventory, network: Request['network']) {
  return [...inventory.pif].filter(
    ([, pif]) => pif.network === network && ((pif.ip !== '' && !pif.isManagement) || (pif.otherConfig[PURPOSE_KEY] ?? '') !== ''),
  );
}

/** Nobody unplugs an interface that storage runs over by mistake. */
function heldWays(
  inventory: Inventory,
  { network, purposes }: { readonly network: Request['network']; readonly purposes: readonly NetworkPurpose[] },
) {
  const isForbidden = purposes.includes('storage');
  if (isForbidden === purposesOf(inventory, network).includes('storage')) return [];
  return storageWays(inventory, network).flatMap(([ref, pif]) => (pif.isUnplugForbidden === isForbidden ? [] : [{ ref, isForbidden }]));
}
