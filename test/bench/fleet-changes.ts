import type { Database } from '#simulator/world/database.ts';

export interface ChangeLog {
  /** When each change was committed, in milliseconds since the epoch, by the name it gave. */
  stop(): Readonly<Record<string, number>>;
}

/** So often changes are made, in groups that add up to the rate. */
const PERIOD_MS = 10;

/** Renames VMs in turn, so that every change is one a client can tell from all others. */
export function changesPerSecond(database: Database, perSecond: number): ChangeLog {
  const vms = database.refs('VM');
  const committed: Record<string, number> = {};
  const startMs = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) * perSecond) / 1000);
    for (; made < due; made += 1) {
      // No name is given twice to a VM: that would be no change.
      const name = `change-${perSecond}-${made}`;
      database.set('VM', vms[made % vms.length] ?? '', { name_label: name });
      committed[name] = performance.timeOrigin + performance.now();
    }
  }, PERIOD_MS);
  return {
    stop() {
      clearInterval(timer);
      return committed;
    },
  };
}
