import { minutes } from '#simulator/world/build/spans.ts';
import { fillDisk } from '#simulator/world/dom0/dom0.ts';
import { pullCable } from '#simulator/world/machine.ts';
import { hostNamed } from '../plain-pool.ts';
import type { Scenario } from '../scenario.ts';
import { beginDailyWork } from './daily-work.ts';
import { buildFresh } from './fresh.ts';
import { buildLab } from './lab.ts';
import { buildLyon } from './lyon.ts';
import { offerSpareStorage } from '../spare-storage.ts';
import { buildParis } from './paris.ts';
import { fileParisAlerts } from './paris-alerts.ts';

/** The cable came out at 14:02:11; the curtain rises at 14:09:52, before the pool has noticed. */
const DARK_SINCE_MS = minutes(7) + 41_000;

export const demo: Scenario = {
  name: 'demo',
  description:
    'Paris-DC1 with a dark member, Lyon-Edge, a test bench and two hosts fresh from the installer: 8 hosts, 41 VMs, something always going on',
  leadMs: DARK_SINCE_MS,
  build(stage) {
    const { world } = stage;
    const paris = buildParis(stage);
    buildFresh(stage);
    const pools = { paris, lyon: buildLyon(stage), lab: buildLab(stage) };
    offerSpareStorage(world, {
      fileServer: '10.30.0.60',
      fileServerName: 'nas.par.example',
      array: ['10.30.0.50', '10.30.0.51'],
      targetName: 'iqn.2004-08.com.array:par:a',
      scsiPrefix: '36001405f1c0a2d9e4b71',
    });
    fileParisAlerts(world, paris, stage.startMs);
    // Its logs have not been rotated for a while, which is the lesser of its troubles.
    const dark = hostNamed(world, 'xs-par-03');
    fillDisk(dark.dom0, 'log', 91);
    pullCable(dark, 'management');
    beginDailyWork(world, pools, DARK_SINCE_MS);
  },
};
