import type { Database } from '#simulator/world/database.ts';

/** So often changes are made, in groups that add up to the rate. */
const PERIOD_MS = 10;

/** Writes the time into the names of VMs in turn, behind what they are called, so that no row moves. Returns how to stop, and how many were made. */
export function stampsPerSecond(database: Database, perSecond: number): () => number {
  const vms = database
    .refs('VM')
    .map((ref) => ({ ref, row: database.get('VM', ref) }))
    .filter(({ row }) => [row['is_a_template'], row['is_a_snapshot'], row['is_control_domain']].every((is) => is === false))
    .map(({ ref, row }) => ({ ref, name: String(row['name_label']).replace(/ t\d+$/, '') }));
  const startMs = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) * perSecond) / 1000);
    for (; made < due; made += 1) {
      const vm = vms[made % vms.length];
      if (vm !== undefined) database.set('VM', vm.ref, { name_label: `${vm.name} t${Date.now()}` });
    }
  }, PERIOD_MS);
  return () => {
    clearInterval(timer);
    return made;
  };
}
