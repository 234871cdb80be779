import type { BelievedPif } from '../believed.ts';
import type { BondMember, Nic } from '../sight-network.ts';
import { draftsIf, evidence, type View, when } from '../view.ts';
import type { Draft } from '../offer.ts';
import type { Fault, Sign } from './fault.ts';
import { networkReset } from './network-reset.ts';

/** The cable, the card, the bond: what carries management. */
export const linkFaults: readonly Fault[] = [
  { id: 'F01', causes: ['F07'], find: noLink },
  { id: 'F07', causes: [], find: brokenCard },
  { id: 'F08', causes: ['F07'], find: bondDegraded },
  { id: 'F09', causes: [], find: cardsRenamed },
];

function noLink(view: View): Sign | undefined {
  const { uplinks, bridge, gateway } = view.management;
  const names = uplinks.map(({ name }) => name);
  const off = switchedOff(view, names);
  if (uplinks.length === 0 || !uplinks.every(({ name, hasCarrier }) => hasCarrier === false || off.has(name))) return undefined;
  const wired = names.filter((name) => !off.has(name));
  const nic = names.join(', ');
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('nics', ...uplinks.map(({ line }) => line)),
      ...evidence('network', ...off.values()),
      ...evidence('log-kernel', ...view.marked('link-changed').filter((line) => names.some((name) => line.includes(name)))),
      ...evidence('network', ...gatewaySilent(view, gateway)),
      ...evidence('emergency', ...view.reasonLine('HOST_HAS_NO_MANAGEMENT_IP')),
    ],
    facts: { nic, bridge: bridge ?? '', how: wired.length === 0 ? 'switched-off' : 'no-link' },
    drafts: [
      ...raised(off),
      ...wired.map((name): Draft => ({ repair: 'blink-light', parameters: { nic: name } })),
      ...draftsIf(wired.length > 0, { repair: 'fix-cable', parameters: { nic: wired.join(', ') } }),
      ...draftsIf(wired.length > 0, { repair: 'restart-toolstack' }),
      ...moveManagement(view),
      ...networkReset(view),
    ],
  };
}

/** Those that somebody has switched off, which is not the cable's fault; with the kernel's word for it. */
function switchedOff(view: View, names: readonly string[]): ReadonlyMap<string, string> {
  const off = view.list('links').filter(({ name, flags }) => names.includes(name) && !flags.includes('UP'));
  return new Map(off.map(({ name, flags }) => [name, `${name}: <${flags.join(',')}>`]));
}

function raised(off: ReadonlyMap<string, string>): readonly Draft[] {
  return [...off.keys()].map((nic) => ({ repair: 'raise-card', parameters: { nic } }));
}

function gatewaySilent(view: View, gateway: string | undefined): readonly string[] {
  return view
    .list('neighbours')
    .filter(({ address, state }) => address === gateway && isUnanswered(state))
    .map(({ line }) => line);
}

export function isUnanswered(state: string): boolean {
  return state === 'FAILED' || state === 'INCOMPLETE';
}

/** To any other bridge that has an address and a card with a link. */
export function moveManagement(view: View): readonly Draft[] {
  const own = new Set(view.management.uplinks.map(({ mac }) => mac));
  const carriers = new Set(
    view
      .list('nics')
      .filter(({ hasCarrier, mac }) => hasCarrier === true && !own.has(mac))
      .map(({ mac }) => mac),
  );
  const macOf = new Map(view.list('links').map(({ name, mac }) => [name, mac]));
  const bridges = view
    .list('addresses')
    .filter(({ family, device }) => family === 'inet' && device !== view.management.bridge && device !== 'lo')
    .filter(({ device }) => carriers.has(macOf.get(device) ?? ''));
  return bridges.slice(0, 1).map(({ device, address }) => ({ repair: 'emergency-management', parameters: { bridge: device, address } }));
}

/** A card that resets itself again and again, or is not there any more. */
function brokenCard(view: View): Sign | undefined {
  const { uplinks, pif, bridge = '' } = view.management;
  const resets = uplinks.some(({ hasCarrier }) => hasCarrier === true) ? [] : resetsOf(view);
  const isGone = pif !== undefined && isCardGone(view, pif);
  if (!isGone && resets.length === 0) return undefined;
  const nic = nicOf(view);
  return {
    confidence: isGone ? 'certain' : 'likely',
    severity: 'critical',
    evidence: [
      ...evidence('log-kernel', ...resets),
      ...evidence('nics', ...(isGone ? view.list('nics') : uplinks).map(({ line }) => line)),
      ...evidence('pool', ...when(isGone, recordOf(pif))),
    ],
    facts: { nic, bridge, how: isGone ? 'gone' : 'resets' },
    drafts: [{ repair: 'fix-hardware', parameters: { nic } }, ...moveManagement(view), ...networkReset(view)],
  };
}

function nicOf(view: View): string {
  const { uplinks, pif } = view.management;
  return uplinks.at(0)?.name ?? pif?.device ?? '';
}

function recordOf(pif: BelievedPif | undefined): string | undefined {
  return pif === undefined ? undefined : `PIF ${pif.device} ${pif.mac}`;
}

function resetsOf(view: View): readonly string[] {
  const { uplinks, pif } = view.management;
  const names = new Set([...uplinks.map(({ name }) => name), ...(pif === undefined ? [] : [pif.device])]);
  return [...view.marked('card-reset'), ...(view.seen('hardware')?.faultLines ?? [])].filter(
    (line) => /reset adapter|tx hang/i.test(line) && [...names].some((name) => line.includes(name)),
  );
}

/** Fewer cards than the pool knows, and this one is not among them. */
function isCardGone(view: View, { isPhysical, mac }: BelievedPif): boolean {
  const nics = view.seen('nics');
  return isPhysical && nics !== undefined && nics.length < physicalPifs(view) && !nics.some((nic) => nic.mac === mac.toLowerCase());
}

function physicalPifs(view: View): number {
  return view.believed.pifs.filter(({ isPhysical }) => isPhysical).length;
}

function bondDegraded(view: View): Sign | undefined {
  const degraded = view.list('bonds').find(({ members }) => members.some(isLame));
  if (degraded === undefined) return undefined;
  const { name: bond, members, lines } = degraded;
  const down = members.filter(({ isEnabled }) => !isEnabled);
  const isLacp = members.some(({ isPartnerInSync }) => isPartnerInSync === false);
  const lame = members.filter(isLame).map(({ name }) => name);
  const off = switchedOff(view, lame);
  const wired = lame.filter((name) => !off.has(name));
  const pif = view.believed.pifs.find(({ device }) => device === bond)?.uuid ?? '';
  return {
    confidence: 'certain',
    severity: down.length === members.length ? 'critical' : 'warning',
    evidence: [...evidence('bonds', ...lines), ...evidence('network', ...off.values())],
    facts: { bond, down: lame.join(', '), of: String(members.length), cause: isLacp ? 'switch' : 'link' },
    drafts: [
      ...raised(off),
      ...down.filter(({ name }) => !off.has(name)).map(({ name }): Draft => ({ repair: 'blink-light', parameters: { nic: name } })),
      ...draftsIf(wired.length > 0, { repair: isLacp ? 'fix-switch-port' : 'fix-cable', parameters: { nic: wired.join(', ') } }),
      ...draftsIf(isLacp, { repair: 'bond-mode', parameters: { bond, pif } }),
    ],
  };
}

function isLame({ isEnabled, isPartnerInSync }: BondMember): boolean {
  return !isEnabled || isPartnerInSync === false;
}

function cardsRenamed(view: View): Sign | undefined {
  const nics = view.seen('nics') ?? [];
  const recorded = view.believed.pifs.filter(({ isPhysical }) => isPhysical);
  const differing = recorded.flatMap((pif) => {
    const now = nics.find(({ name }) => name === pif.device);
    return now === undefined || now.mac === pif.mac.toLowerCase() ? [] : [{ pif, now }];
  });
  if (differing.length === 0) return undefined;
  const isSwapped = differing.every(({ now }) => recorded.some(({ mac }) => mac.toLowerCase() === now.mac));
  return {
    confidence: 'certain',
    severity: 'critical',
    evidence: [
      ...evidence('nics', ...differing.map(({ now }: { now: Nic }) => now.line)),
      ...evidence('pool', ...differing.map(({ pif }) => `PIF ${pif.device} MAC ${pif.mac}`)),
    ],
    facts: { nics: differing.map(({ pif }) => pif.device).join(', '), how: isSwapped ? 'swapped' : 'replaced' },
    drafts: [
      { repair: 'put-hardware-back' },
      { repair: 'rename-nics', parameters: { map: differing.map(({ pif }) => `${pif.device}=${pif.mac}`).join(' ') } },
      ...networkReset(view),
    ],
  };
}
