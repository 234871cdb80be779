import { addPool } from '#simulator/world/build/add-pool.ts';
import { addSite } from '#simulator/world/build/add-site.ts';
import { xeonD1541 } from '#simulator/world/build/processors.ts';
import { days } from '#simulator/world/build/spans.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Stage } from '../scenario.ts';

/** Two hosts that nobody has used yet: they fit into Lyon, and can be a pool of their own. */
export function buildFresh(stage: Stage): void {
  for (const number of [1, 2]) {
    const draft = stage.draft();
    const site = addSite(draft, {
      hosts: [
        {
          name: `xs-new-0${number}`,
          address: `10.50.0.2${number}`,
          description: 'Fresh from the installer',
          memoryGib: 64,
          processor: xeonD1541,
          bootedMs: draft.startMs - days(1),
          serverModel: 'PowerEdge XR12',
          certificateEndsMs: draft.startMs + days(3650),
        },
      ],
      gateway: '10.50.0.1',
      hasDrives: false,
    });
    const [master] = site.hosts;
    const [local] = site.localSrs;
    if (master === undefined || local === undefined) throw new RangeError('a site has its host and the disk in it');
    addPool(draft, { name: '', master, hosts: site.hosts, defaultSr: local });
    startPool(stage.world, draft);
  }
}
