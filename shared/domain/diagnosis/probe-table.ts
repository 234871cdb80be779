import { diskProbes } from './probes/disk-probes.ts';
import { logProbes } from './probes/log-probes.ts';
import { machineProbes } from './probes/machine-probes.ts';
import { networkProbes } from './probes/network-probes.ts';
import { requestedProbes } from './probes/requested-probes.ts';
import { toolstackProbes } from './probes/toolstack-probes.ts';
import type { ReadyProbe } from './frames.ts';
import type { Channel, Holes, Probe, ProbeId, Tier } from './probe.ts';

const all: Readonly<Record<ProbeId, Probe>> = {
  ...machineProbes,
  ...networkProbes,
  ...toolstackProbes,
  ...logProbes,
  ...diskProbes,
  ...requestedProbes,
};

/** Everything that can be asked; none of it changes anything. */
export const probeTable: ReadonlyMap<ProbeId, Probe> = new Map(Object.entries(all).map(([, probe]) => [probe.id, Object.freeze(probe)]));

export const probeIds: ReadonlySet<ProbeId> = new Set(probeTable.keys());

/** Those of a tier whose holes can be filled by now. */
export function readyProbes(tier: Tier, channel: Channel, holes: Holes): readonly ReadyProbe[] {
  return [...probeTable.values()]
    .filter((probe) => probe.tier === tier && probe.channel === channel)
    .flatMap((probe) => readyProbe(probe, holes) ?? []);
}

export function readyProbe({ id, limitS, script }: Probe, holes: Holes): ReadyProbe | undefined {
  const filled = script(holes);
  return filled === undefined ? undefined : { id, limitS, script: filled };
}
