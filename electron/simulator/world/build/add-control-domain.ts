import { dateText } from '#simulator/world/times.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Draft } from './draft.ts';
import { MIB } from './sizes.ts';

const CONTROL_DOMAIN_VCPUS = 16;

/** The domain in which a host's own toolstack runs: domain 0, always running, never to be moved. */
export function addControlDomain(draft: Draft, plan: { host: Ref; hostName: string; memoryMib: number; bootedMs: number }): Ref {
  const memory = plan.memoryMib * MIB;
  const metrics = draft.add('VM_metrics', {
    memory_actual: memory,
    VCPUs_number: CONTROL_DOMAIN_VCPUS,
    state: ['running'],
    start_time: dateText(plan.bootedMs),
    last_updated: dateText(draft.startMs),
    current_domain_type: 'pv',
    nomigrate: false,
  });
  const domain = draft.add('VM', {
    name_label: `Control domain on host: ${plan.hostName}`,
    name_description: 'The domain which manages physical devices and manages other domains',
    power_state: 'Running',
    user_version: 1,
    resident_on: plan.host,
    affinity: plan.host,
    memory_target: memory,
    memory_static_max: memory,
    memory_dynamic_max: memory,
    memory_dynamic_min: memory,
    memory_static_min: memory,
    memory_overhead: 0,
    VCPUs_max: CONTROL_DOMAIN_VCPUS,
    VCPUs_at_startup: CONTROL_DOMAIN_VCPUS,
    actions_after_shutdown: 'destroy',
    actions_after_reboot: 'destroy',
    actions_after_crash: 'destroy',
    other_config: { is_system_domain: 'true', storage_driver_domain: '' },
    domid: 0,
    domarch: 'x64',
    domain_type: 'pv',
    is_control_domain: true,
    has_vendor_device: false,
    metrics,
  });
  for (const protocol of ['rfb', 'vt100']) {
    const console = draft.random.ref();
    draft.add('console', { protocol, VM: domain, location: `https://${addressOf(draft, plan.host)}/console?ref=${console}` }, console);
  }
  return domain;
}

function addressOf(draft: Draft, host: Ref): string {
  const address = draft.row('host', host)['address'];
  return typeof address === 'string' ? address : '';
}
