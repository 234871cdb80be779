import { holdsDisks } from '#shared/domain/capacity/pool-summary.ts';
import { addressesOf, homeOf, isHostLive, onlyPool, osNameOf } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { storageTypeText } from '#shared/text/storage-type-text.ts';
import { powerText, windowText } from '#shared/text/window-text.ts';
import type { Target } from '#renderer/state/command.ts';
import type { Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';

/** How an object looks in its header and in lists. */
export interface ObjectLook {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly subtitle: string;
  /** Since when it has been running, where somebody sees that it still is. */
  readonly startedMs?: number | undefined;
  /** The one word about how it is, where that is not the ordinary. */
  readonly state?: { readonly icon: IconName; readonly tone: 'ok' | 'warn' | 'quiet' | 'info' | 'known'; readonly word: string } | undefined;
}

const say = windowText.details;

export function lookOfObject(target: Target): ObjectLook {
  const { item, inventory } = target;
  const plain = { tone: 'neutral' } as const;
  const pool = poolNameOf(target);
  switch (item.is) {
    case 'pool':
      return poolLook(target);
    case 'host':
      return hostLook(target, item.ref);
    case 'vm':
      return vmLook(target, item.ref);
    case 'template':
      return { ...plain, icon: 'template', subtitle: frameText.templateOf(pool) };
    case 'snapshot':
      return { ...plain, icon: 'camera', subtitle: snapshotText(inventory, item.ref) };
    case 'sr': {
      const sr = inventory.sr.get(item.ref);
      const icon = sr === undefined || holdsDisks(sr) ? 'sr' : 'disc';
      return { ...plain, icon, subtitle: frameText.storageOf(sr === undefined ? '' : storageTypeText(sr), pool) };
    }
    case 'vdi': {
      const sr = inventory.vdi.get(item.ref)?.sr ?? undefined;
      return { ...plain, icon: 'disk', subtitle: frameText.diskOn(sr === undefined ? pool : (inventory.sr.get(sr)?.name ?? pool)) };
    }
    case 'network':
      return { ...plain, icon: 'network', subtitle: frameText.networkOf(pool) };
    case 'appliance':
      return { ...plain, icon: 'appliance', subtitle: frameText.applianceOf(pool) };
    default:
      return { icon: 'link', tone: 'quiet', subtitle: frameText.connection };
  }
}

function poolLook({ server, inventory }: Target): ObjectLook {
  const hosts = [...inventory.host.keys()];
  const dark = hosts.filter((host) => !isHostLive(inventory, host)).length;
  const state =
    dark === 0 || server.state.is !== 'live' ? undefined : ({ icon: 'dark', tone: 'warn', word: windowText.tree.darkHosts(dark) } as const);
  return { icon: 'pool', tone: 'neutral', subtitle: say.poolSubtitle(hosts.length, server.address), state };
}

function hostLook({ inventory }: Target, ref: HostRef): ObjectLook {
  const host = inventory.host.get(ref);
  if (host === undefined) return { icon: 'host', tone: 'quiet', subtitle: '' };
  const plain = { icon: 'host', tone: 'neutral', subtitle: hostSubtitle(inventory, ref) } as const;
  if (!isHostLive(inventory, ref)) return { ...plain, tone: 'warn', state: { icon: 'dark', tone: 'warn', word: say.dark } };
  return host.isEnabled ? plain : { ...plain, state: { icon: 'wrench', tone: 'quiet', word: say.disabled } };
}

function hostSubtitle(inventory: Inventory, ref: HostRef): string {
  const pool = onlyPool(inventory)?.pool;
  const address = inventory.host.get(ref)?.address ?? '';
  if (pool === undefined || pool.name === '') return say.standaloneSubtitle(address);
  return say.hostSubtitle(pool.master === ref ? 'master' : 'member', pool.name, address);
}

function vmLook(target: Target, ref: VmRef): ObjectLook {
  const { inventory, server } = target;
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return { icon: 'vmStopped', tone: 'quiet', subtitle: '' };
  const home = homeOf(inventory, vm);
  const host = home === undefined ? undefined : inventory.host.get(home);
  const where = host === undefined ? say.vmNowhere(poolNameOf(target)) : say.vmSubtitle(host.name);
  const subtitle = [where, ...guestWords(inventory, vm)].join(' · ');
  const word = powerText(vm.power);
  // What was true before its host or its pool fell silent is never shown as if it were seen now.
  if (server.state.is !== 'live' || (home !== undefined && !isHostLive(inventory, home))) {
    return { icon: vmIcon(vm.power), tone: 'known', subtitle, state: { icon: 'clock', tone: 'known', word: frameText.lastKnown(word) } };
  }
  const icon = vmIcon(vm.power);
  switch (icon) {
    case 'vmRunning':
      return { icon, tone: 'ok', subtitle, startedMs: startOf(inventory, vm), state: { icon: 'play', tone: 'ok', word } };
    case 'vmPaused':
      return { icon, tone: 'info', subtitle, state: { icon: 'pause', tone: 'info', word } };
    default:
      return { icon, tone: 'quiet', subtitle, state: { icon: 'stop', tone: 'quiet', word } };
  }
}

/** What the guest says it is and where it is reached. */
function guestWords(inventory: Inventory, vm: Vm): readonly string[] {
  const metrics = vm.guestMetrics === null ? undefined : inventory.guestMetrics.get(vm.guestMetrics);
  const [address = ''] = addressesOf(inventory, vm);
  return [metrics === undefined ? '' : osNameOf(metrics), address].filter((word) => word !== '');
}

function startOf(inventory: Inventory, vm: Vm): number | undefined {
  const started = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics)?.startTime;
  return typeof started === 'number' ? started : undefined;
}

function vmIcon(power: string): IconName {
  if (power === 'Running') return 'vmRunning';
  return power === 'Paused' || power === 'Suspended' ? 'vmPaused' : 'vmStopped';
}

function snapshotText(inventory: Inventory, ref: VmRef): string {
  const of = inventory.vm.get(ref)?.snapshotOf ?? null;
  const name = of === null ? undefined : inventory.vm.get(of)?.name;
  return name === undefined ? frameText.snapshot : frameText.snapshotOf(name);
}
