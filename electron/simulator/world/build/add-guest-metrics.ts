import { dateText } from '#simulator/world/times.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';
import type { Guest } from './guests.ts';

const FEATURES = {
  'feature-balloon': '1',
  'feature-shutdown': '1',
  'feature-reboot': '1',
  'feature-suspend': '1',
  'feature-vcpu-hotplug': '1',
  'feature-poweroff': '1',
  'has-vendor-device': '0',
};

/** What the agent inside a guest tells: absent until it has run once, kept when it falls silent. */
export function addGuestMetrics(draft: Draft, plan: { guest: Guest; ip: string | undefined; isLive: boolean }): Ref {
  const { guest, ip } = plan;
  return draft.add('VM_guest_metrics', {
    os_version: guest.osVersion,
    PV_drivers_version: guest.driversVersion,
    PV_drivers_up_to_date: true,
    PV_drivers_detected: true,
    networks: ip === undefined ? {} : { '0/ip': ip, '0/ipv4/0': ip },
    other: guest.isWindows ? { ...FEATURES, 'feature-ts': '1', 'feature-ts2': '1' } : FEATURES,
    last_updated: dateText(draft.startMs),
    live: plan.isLive,
    can_use_hotplug_vbd: 'yes',
    can_use_hotplug_vif: 'yes',
  });
}
