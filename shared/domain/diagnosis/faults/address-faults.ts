import { prefixOf } from '#shared/domain/address/netmask.ts';
import type { BelievedPif } from '../believed.ts';
import { isSameSubnet } from '../subnet.ts';
import type { Draft } from '../offer.ts';
import { draftsIf, evidence, firstOf, type View, when } from '../view.ts';
import type { Fault, Sign } from './fault.ts';
import { isUnanswered, moveManagement } from './link-faults.ts';
import { networkReset } from './network-reset.ts';

/** The address of management and the way out of its network. */
export const addressFaults: readonly Fault[] = [
  { id: 'F06', causes: [], find: noManagement },
  { id: 'F05', causes: ['F01', 'F02'], find: leaseLost },
  { id: 'F03', causes: ['F06'], find: wrongAddress },
  { id: 'F04', causes: [], find: addressTaken },
  { id: 'F02', causes: ['F01', 'F03', 'F05', 'F06'], find: wrongVlan },
  { id: 'F10', causes: [], find: largePacketsLost },
  { id: 'F11', causes: ['F01', 'F02', 'F03', 'F10'], find: portsClosed },
];

function noManagement(view: View): Sign | undefined {
  const { bridge = '', pif } = view.management;
  const how = howManagementIsGone(view);
  if (how === 'none') return undefined;
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('identity', `MANAGEMENT_INTERFACE='${bridge}'`),
      ...evidence('network', ...when(how === 'gone', ...view.list('links').map(({ name, state }) => `${name} ${state}`))),
      ...evidence('pool', ...when(how === 'unplugged', `PIF ${pif?.device ?? ''} currently-attached: false`)),
    ],
    facts: { bridge: bridge === '' ? (pif?.bridge ?? '') : bridge, how },
    drafts: [...backOn(pif, how !== 'gone'), ...moveManagement(view), ...networkReset(view)],
  };
}

function howManagementIsGone(view: View): 'off' | 'gone' | 'unplugged' | 'none' {
  const { bridge, pif, address } = view.management;
  if (!view.isReached) return 'none';
  if (bridge === undefined) return 'off';
  const links = view.seen('links');
  if (links === undefined || address !== undefined) return 'none';
  return firstOf({ gone: !links.some(({ name }) => name === bridge), unplugged: pif?.isAttached === false }, 'none');
}

function backOn(pif: BelievedPif | undefined, hasBridge: boolean): readonly Draft[] {
  if (pif === undefined) return [];
  const plug: Draft = { repair: 'plug-pif', parameters: { pif: pif.uuid } };
  return pif.bridge === undefined || !hasBridge
    ? [plug]
    : [plug, { repair: 'emergency-management', parameters: { bridge: pif.bridge, address: pif.address } }];
}

function leaseLost(view: View): Sign | undefined {
  const { bridge = '' } = view.management;
  const pif = recordedAs(view, 'dhcp');
  const { address: now, line } = addressNow(view);
  if (pif === undefined || (now !== '' && ['', now].includes(pif.address))) return undefined;
  const asked = view
    .list('logs')
    .filter(({ text }) => /DHCP(?:DISCOVER|NAK)|No DHCPOFFERS/.test(text))
    .map(({ text }) => text);
  return {
    confidence: now === '' && asked.length === 0 ? 'likely' : 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('network', line),
      ...evidence('log-messages', ...asked.slice(-3)),
      ...evidence('intent', ...(view.seen('intent')?.leases ?? [])),
      ...evidence('pool', `PIF ${pif.device} IP ${pif.address} (DHCP)`),
    ],
    facts: { bridge, was: pif.address, now },
    drafts: [
      { repair: 'fix-dhcp', parameters: { mac: pif.mac } },
      { repair: 'renew-dhcp', parameters: { pif: pif.uuid } },
      { repair: 'restart-networkd' },
      ...temporaryAddress(view, pif),
      ...draftsIf(view.believed.isMaster && now !== '', { repair: 'recover-members' }),
      ...networkReset(view),
    ],
  };
}

function addressNow({ management: { address, bridge = '' } }: View): { readonly address: string; readonly cidr: string; readonly line: string } {
  if (address === undefined) return { address: '', cidr: '', line: `${bridge}: no address` };
  return { address: address.address, cidr: `${address.address}/${address.prefix}`, line: address.line };
}

/** The record of management, if it is of that mode and the host has said what addresses it has. */
function recordedAs(view: View, mode: BelievedPif['mode']): BelievedPif | undefined {
  const { pif, bridge } = view.management;
  return bridge !== undefined && pif?.mode === mode && view.seen('addresses') !== undefined ? pif : undefined;
}

function temporaryAddress(view: View, pif: BelievedPif) {
  const prefix = prefixOf(pif.netmask);
  const { bridge } = view.management;
  if (bridge === undefined || pif.address === '' || prefix === undefined) return [];
  const parameters = {
    bridge,
    address: pif.address,
    prefix: String(prefix),
    gateway: pif.gateway,
    was: addressNow(view).cidr,
    wasGateway: view.management.defaultRoute?.via ?? '',
  };
  return [{ repair: 'temporary-address', parameters } as const];
}

function wrongAddress(view: View): Sign | undefined {
  const { bridge = '', defaultRoute } = view.management;
  const { cidr, line } = addressNow(view);
  const pif = recordedAs(view, 'static');
  const what = pif?.isAttached === true ? differencesOf(view, pif) : [];
  if (pif === undefined || what.length === 0) return undefined;
  return {
    confidence: what.join('') === 'none' ? 'likely' : 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('network', line, routeLine(view)),
      ...evidence('pool', `PIF ${pif.device} IP ${pif.address} netmask ${pif.netmask} gateway ${pif.gateway}`),
    ],
    facts: { what: what.join(', '), bridge, now: cidr, should: recordedCidr(pif), gateway: defaultRoute?.via ?? '' },
    drafts: [...temporaryAddress(view, pif), { repair: 'reconfigure-management', parameters: { pif: pif.uuid } }, ...networkReset(view)],
  };
}

function routeLine({ management }: View): string {
  return management.defaultRoute?.line ?? 'no default route';
}

function recordedCidr({ address, netmask }: BelievedPif): string {
  return `${address}/${prefixOf(netmask) ?? ''}`;
}

type AddressTrouble = 'none' | 'address' | 'mask' | 'gateway' | 'route';

function differencesOf(view: View, pif: BelievedPif): readonly AddressTrouble[] {
  const { address, defaultRoute } = view.management;
  const hasNoRoute = pif.gateway !== '' && view.seen('routes') !== undefined && defaultRoute === undefined;
  const route: readonly AddressTrouble[] = hasNoRoute ? ['route'] : [];
  if (address === undefined) return ['none', ...route];
  if (address.family === 'inet6') return route;
  const gateway = defaultRoute?.via;
  const wrong: Readonly<Record<'address' | 'mask' | 'gateway', boolean>> = {
    address: pif.address !== '' && address.address !== pif.address,
    mask: address.prefix !== (prefixOf(pif.netmask) ?? address.prefix),
    gateway: gateway !== undefined && isSameSubnet(address.address, gateway, address.prefix) === false,
  };
  return [...(['address', 'mask', 'gateway'] as const).filter((name) => wrong[name]), ...route];
}

function addressTaken(view: View): Sign | undefined {
  const tests = view.seen('management');
  const isTaken = tests?.isAddressTaken === true;
  const changedKeys = view.attempts.filter(({ failure }) => failure === 'host-key-changed').map(({ route }) => `${route.address}: host key changed`);
  const isAnother = view.verdict.is === 'wrong-host';
  const how = firstOf({ taken: isTaken, another: isAnother, key: changedKeys.length > 0 }, 'none');
  if (how === 'none') return undefined;
  const address = view.management.address?.address ?? view.believed.host.address;
  return {
    confidence: ({ taken: 'certain', another: 'likely', key: 'possible' } as const)[how],
    severity: 'critical',
    evidence: [
      ...evidence('management', ...when(isTaken, ...(tests?.lines ?? []))),
      ...evidence('identity', ...when(isAnother, `INSTALLATION_UUID='${view.seen('identity')?.hostUuid ?? ''}'`)),
      ...evidence('route', ...changedKeys),
    ],
    facts: { address, how },
    drafts: [
      { repair: 'fix-duplicate', parameters: { address } },
      { repair: 'flush-neighbour', parameters: { address, bridge: view.management.bridge ?? 'xenbr0' } },
    ],
  };
}

/** The link is up, the address is right, and nobody there answers. */
function wrongVlan(view: View): Sign | undefined {
  const { uplinks, gateway = '', pif } = view.management;
  const silent = neighboursIfSilent(view);
  if (silent === undefined || wrongAddress(view) !== undefined) return undefined;
  const [first = '', ...more] = uplinks.map(({ name }) => name);
  const nic = [first, ...more].join(', ');
  return {
    confidence: silent.length > 0 ? 'likely' : 'possible',
    severity: 'critical',
    evidence: [
      ...evidence('nics', ...uplinks.map(({ line }) => line)),
      ...evidence('management', ...(view.seen('management')?.lines ?? [])),
      ...evidence('network', ...silent),
      ...evidence('vlan-traffic', ...view.asked('vlan-traffic').slice(0, 4)),
    ],
    facts: { nic, gateway, vlan: pif === undefined || pif.vlan < 0 ? '' : String(pif.vlan) },
    drafts: [
      { repair: 'watch-traffic', parameters: { nic: first } },
      { repair: 'fix-switch-port', parameters: { nic } },
      ...moveManagement(view),
      ...networkReset(view),
    ],
  };
}

/** Everybody the host asked for on that network, if not even one of them answered. */
function neighboursIfSilent(view: View): readonly string[] | undefined {
  const { uplinks, address } = view.management;
  const hasLink = uplinks.some(({ hasCarrier }) => hasCarrier === true);
  if (!hasLink || address === undefined || view.seen('management')?.doesGatewayAnswer !== false) return undefined;
  const neighbours = view.list('neighbours').filter(({ device }) => device === view.management.bridge);
  return neighbours.every(({ state }) => isUnanswered(state)) ? neighbours.map(({ line }) => line) : undefined;
}

function largePacketsLost(view: View): Sign | undefined {
  const test = view.seen('mtu');
  if (test?.small !== true || test.large !== false) return undefined;
  return {
    confidence: 'certain',
    severity: 'serious',
    evidence: evidence('mtu', ...test.lines),
    facts: { mtu: String(test.largeBytes ?? '') },
    drafts: [{ repair: 'fix-mtu', parameters: { mtu: String(test.largeBytes ?? '') } }],
  };
}

function portsClosed(view: View): Sign | undefined {
  const blocking = (view.seen('sshd')?.rules ?? []).filter((rule) =>
    /^-A (?:INPUT|RH-Firewall)\S*.* --dport (?:443|80)\b.*-j (?:DROP|REJECT)/.test(rule),
  );
  const closed = closedWay(view);
  const back = view.reasonLine('HOST_MASTER_CANNOT_TALK_BACK');
  const where = firstOf({ here: blocking.length > 0, back: back.length > 0, way: closed.length > 0 }, 'none');
  if (where === 'none') return undefined;
  return {
    confidence: where === 'here' ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('sshd', ...blocking),
      ...evidence('master-path', ...closed),
      ...evidence('emergency', ...back),
      ...evidence('log-xensource', ...view.marked('cannot-talk-back')),
    ],
    facts: { master: view.master.address, where },
    drafts: [{ repair: 'restart-firewall' }],
  };
}

/** The master is there, and its port is not. */
function closedWay(view: View): readonly string[] {
  const path = view.seen('masterPath');
  if (path === undefined || (path.hasPing !== true && path.neighbourState !== 'REACHABLE')) return [];
  const port = path.ports['443'];
  const isClosed = port === 'filtered' || (port === 'refused' && view.master.isLive === true);
  return isClosed ? path.lines.filter((line) => /port 443|received|REACHABLE/.test(line)) : [];
}
