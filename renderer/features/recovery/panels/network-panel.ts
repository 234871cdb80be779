import type { Address, Bond, Nic } from '#shared/domain/diagnosis/sight-network.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { linkSpeedText } from '#shared/text/size-text.ts';
import type { PoolWord } from '../believed-of.ts';
import { chainOf } from './management-chain.ts';
import { type Cell, type PanelFacts, type PanelModel, row, stateOf, tableOf, valueOf } from './panel-model.ts';

/** Every physical card as the host sees it, beside what the pool believes; then the way to the master. */
export function networkPanel({ sight, believed }: PanelFacts): PanelModel {
  const addresses = valueOf(sight, 'addresses') ?? [];
  const down = (valueOf(sight, 'nics') ?? []).filter((nic) => isDown(nic, believed.pifs));
  const state = stateOf(sight, ['nics', 'addresses', 'routes']);
  return {
    id: 'network',
    title: panelText.titles.network,
    icon: 'nic',
    state,
    verdict:
      state.is !== 'read'
        ? undefined
        : down.length > 0
          ? { mark: 'danger', word: panelText.linksDown(down.length) }
          : { mark: 'ok', word: panelText.linksUp },
    rows: [
      row(sight, 'identity', panelText.management, ({ managementBridge = '' }) =>
        managementBridge === '' ? { word: panelText.managementOff, mark: 'danger' } : managementWords(managementBridge, addresses),
      ),
      row(sight, 'intent', panelText.mode, ({ mode = '' }) => panelText.modes[mode] ?? mode),
      row(sight, 'routes', panelText.gateway, (routes) => routes.find(({ to }) => to === 'default')?.via ?? ''),
      row(sight, 'dns', panelText.dns, ({ servers }) => servers.join(', ')),
      row(sight, 'bonds', panelText.bonds, bondsCell),
      row(sight, 'ovs', panelText.virtualSwitch, ({ backend, answers }) =>
        answers || backend !== 'openvswitch' ? backend : { word: `${backend}, ${panelText.switchSilent}`, mark: 'danger' },
      ),
      ...(valueOf(sight, 'intent')?.isResetPending === true
        ? [{ label: panelText.resetPending, cell: { word: panelText.resetPendingNote, mark: 'warn' } as const }]
        : []),
    ],
    tables: [
      tableOf(
        sight,
        'nics',
        {
          label: panelText.titles.network,
          columns: [{ title: panelText.nic }, { title: panelText.hostSays }, { title: panelText.address }, { title: panelText.poolBelieves }],
          empty: panelText.none,
        },
        (nics) =>
          nics.map((nic) => ({
            key: nic.name,
            cells: [{ word: nic.name }, linkCell(nic, believed.pifs), addressCell(nic, { addresses, sight }), believedCell(nic, believed.pifs)],
          })),
      ),
    ],
    chain: chainOf(sight),
  };
}

function isDown(nic: Nic, pifs: PoolWord['pifs']): boolean {
  return nic.hasCarrier === false && isUsed(nic, pifs);
}

/** The pool gave it an address, or it carries the management or a VLAN. */
function isUsed(nic: Nic, pifs: PoolWord['pifs']): boolean {
  return pifs.some(({ device, address, isManagement, vlan }) => device === nic.name && (address !== '' || isManagement || vlan >= 0));
}

function linkCell(nic: Nic, pifs: PoolWord['pifs']): Cell {
  if (nic.hasCarrier === true) return { word: panelText.up(nic.speedMbps === undefined ? '' : linkSpeedText(nic.speedMbps)), mark: 'ok' };
  return isUsed(nic, pifs) ? { word: panelText.noLink, mark: 'danger' } : { word: panelText.unused, mark: 'unused' };
}

/** The address lies on the bridge above the card. */
function addressCell(nic: Nic, { addresses, sight }: { readonly addresses: readonly Address[]; readonly sight: PanelFacts['sight'] }): Cell {
  const bridges = (valueOf(sight, 'ovs')?.bridges ?? []).filter(({ interfaces }) => interfaces.includes(nic.name)).map(({ name }) => name);
  const own = addresses.filter(
    ({ device, scope }) =>
      scope === 'global' && (device === nic.name || bridges.includes(device) || device === `xenbr${nic.name.replace(/^eth/, '')}`),
  );
  return own.length === 0 ? { word: panelText.none, isQuiet: true } : { word: own.map(({ address }) => address).join(', '), isEvidence: true };
}

function believedCell(nic: Nic, pifs: PoolWord['pifs']): Cell {
  const pif = pifs.find(({ device, isPhysical }) => device === nic.name && isPhysical);
  if (pif === undefined) return { word: panelText.unknown, isQuiet: true };
  const believesUp = pif.hasCarrier;
  if (believesUp === undefined || nic.hasCarrier === undefined || nic.hasCarrier === believesUp) return { word: panelText.same, isQuiet: true };
  return { word: believesUp ? panelText.believedUp : panelText.believedDown, differs: true };
}

function managementWords(bridge: string, addresses: readonly Address[]): string {
  const address = addresses.find(({ device, scope }) => device === bridge && scope === 'global')?.address;
  return address === undefined ? bridge : `${address} (${bridge})`;
}

function bondsCell(bonds: readonly Bond[]): Cell {
  if (bonds.length === 0) return { word: panelText.none, isQuiet: true };
  const isPartial = bonds.some(({ members }) => members.some(({ isEnabled }) => !isEnabled));
  const words = bonds.map(({ name, members }) => panelText.bond(name, members.filter(({ isEnabled }) => isEnabled).length, members.length));
  return { word: words.join('; '), mark: isPartial ? 'warn' : undefined };
}
