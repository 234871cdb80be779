import { addDisk } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { GIB, MIB } from '#simulator/world/build/sizes.ts';
import { text } from '#simulator/world/fields.ts';
import type { Ref } from '#simulator/world/value.ts';
import { draftPlainPool, type PlainPoolParts, type PlainPoolPlan } from './plain-pool.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Scenario, Stage } from './scenario.ts';

const TIMEOUT_SECONDS = 60;
const TOLERATED = 1;
/** Both as the current server makes them. */
const STATEFILE_BYTES = 4 * MIB;
const METADATA_BYTES = 951 * 4 * MIB;

export const haThreeHosts: Scenario = {
  name: 'ha-three-hosts',
  description: 'Three hosts with HA on, one failure tolerated: protected VMs in two orders, best-effort ones and one left alone',
  build: (stage) => addHaPool(stage, { name: 'ha-pool', hostPrefix: 'ha', addressPrefix: '10.10.0' }),
};

/** Three hosts over one array, with HA armed. */
export function addHaPool(stage: Stage, named: Pick<PlainPoolPlan, 'name' | 'hostPrefix' | 'addressPrefix'>): void {
  let statefile: Ref | undefined;
  const draft = draftPlainPool(stage, {
    ...named,
    hostCount: 3,
    storage: 'iscsi',
    vmCount: 9,
    fleet: { runningOfTen: 9, memoryGib: [4, 8, 8] },
    more(laidOut, parts) {
      statefile = addHeartbeat(laidOut, parts.sharedSr);
      protect(laidOut, parts);
    },
  });
  if (statefile === undefined) throw new RangeError('HA needs shared storage');
  armPool(draft, statefile);
  startPool(stage.world, draft);
}

function addHeartbeat(draft: Draft, sr: Ref | undefined): Ref | undefined {
  if (sr === undefined) return undefined;
  const raw = { sm_config: { type: 'raw' }, sharable: true };
  addDisk(draft, { sr, name: 'Metadata for HA', description: 'Used for master failover', gib: METADATA_BYTES / GIB, type: 'redo_log', fields: raw });
  return addDisk(draft, {
    sr,
    name: 'Statefile for HA',
    description: 'Used for storage heartbeating',
    gib: STATEFILE_BYTES / GIB,
    type: 'ha_statefile',
    fields: raw,
  });
}

/** Three first, three after them, two if there is room, the last not at all. */
function protect(draft: Draft, { vms }: PlainPoolParts): void {
  vms.forEach((vm, position) => {
    if (position < 6)
      draft.change('VM', vm, {
        ha_restart_priority: 'restart',
        ha_always_run: true,
        order: position < 3 ? 1 : 2,
        start_delay: position < 3 ? 10 : 0,
      });
    else if (position < 8) draft.change('VM', vm, { ha_restart_priority: 'best-effort', ha_always_run: true, order: 3 });
  });
}

function armPool(draft: Draft, statefile: Ref): void {
  for (const pool of draft.refs('pool')) {
    draft.change('pool', pool, {
      ha_enabled: true,
      ha_configuration: { timeout: String(TIMEOUT_SECONDS) },
      ha_statefiles: [statefile],
      ha_host_failures_to_tolerate: TOLERATED,
      ha_plan_exists_for: TOLERATED,
      ha_cluster_stack: 'xhad',
    });
  }
  const hosts = draft.refs('host');
  const peers = hosts.map((host) => text(draft.row('host', host), 'uuid'));
  for (const host of hosts) draft.change('host', host, { ha_statefiles: [statefile], ha_network_peers: peers });
}
