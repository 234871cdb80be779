import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type ChainLink, valueOf } from './panel-model.ts';

const say = panelText.chainNames;

/** From the wire to the master's port, in the order in which one rests on the other. */
export function chainOf(sight: HostSight): readonly ChainLink[] {
  const bridge = valueOf(sight, 'identity')?.managementBridge;
  return [
    { name: say.link, ...linkOf(sight, bridge) },
    { name: say.bridge, ...bridgeOf(sight, bridge) },
    { name: say.address, ...addressOf(sight, bridge) },
    { name: say.gateway, ...gatewayOf(sight) },
    { name: say.master, ...masterOf(sight) },
  ];
}

type Link = Omit<ChainLink, 'name'>;

const unknown: Link = { state: 'unknown' };

/** A virtual bridge stays up when its card has lost the wire, so it is the card that counts. */
function linkOf(sight: HostSight, bridge: string | undefined): Link {
  const nics = valueOf(sight, 'nics');
  if (nics === undefined || bridge === undefined || bridge === '') return unknown;
  const parts = valueOf(sight, 'ovs')?.bridges.find(({ name }) => name === bridge)?.interfaces;
  const names = parts ?? [bridge.replace(/^xenbr/, 'eth')];
  const own = nics.filter(({ name }) => names.includes(name));
  const [first] = own;
  if (first === undefined) return unknown;
  if (own.some(({ hasCarrier }) => hasCarrier === true)) return { state: 'good' };
  return own.every(({ hasCarrier }) => hasCarrier === false) ? { state: 'broken', detail: own.map(({ name }) => name).join(', ') } : unknown;
}

function bridgeOf(sight: HostSight, bridge: string | undefined): Link {
  const links = valueOf(sight, 'links');
  if (bridge === '') return { state: 'broken' };
  if (links === undefined || bridge === undefined) return unknown;
  return links.some(({ name, flags }) => name === bridge && flags.includes('UP'))
    ? { state: 'good', detail: bridge }
    : { state: 'broken', detail: bridge };
}

function addressOf(sight: HostSight, bridge: string | undefined): Link {
  const addresses = valueOf(sight, 'addresses');
  if (addresses === undefined || bridge === undefined) return unknown;
  const own = addresses.find(({ device, scope }) => device === bridge && scope === 'global');
  return own === undefined ? { state: 'broken' } : { state: 'good', detail: `${own.address}/${own.prefix}` };
}

function gatewayOf(sight: HostSight): Link {
  const via = valueOf(sight, 'routes')?.find(({ to }) => to === 'default')?.via;
  if (valueOf(sight, 'routes') !== undefined && via === undefined) return { state: 'broken' };
  const answers = valueOf(sight, 'management')?.doesGatewayAnswer;
  return answers === undefined ? { state: 'unknown', detail: via } : { state: answers ? 'good' : 'broken', detail: via };
}

function masterOf(sight: HostSight): Link {
  const path = valueOf(sight, 'masterPath');
  const port = path?.ports['443'];
  if (path === undefined || port === undefined || port === 'unknown') return unknown;
  return { state: port === 'open' ? 'good' : 'broken', detail: path.master };
}
