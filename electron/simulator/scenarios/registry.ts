import { brokenStorage } from './broken-storage.ts';
import { darkMember } from './dark-member.ts';
import { darkScenarios } from './dark-scenarios.ts';
import { demo } from './demo/demo.ts';
import { fiveThousandVms } from './five-thousand-vms.ts';
import { freshHosts } from './fresh-hosts.ts';
import { haThreeHosts } from './ha-three-hosts.ts';
import { loneHosts } from './lone-hosts.ts';
import { lostMaster } from './lost-master.ts';
import { clusteredStorage } from './clustered-storage.ts';
import { newStorage } from './new-storage.ts';
import { emptyHost, heterogeneousCpus, sixteenEmptyHosts, sixteenHosts1000Vms, threeHosts50Vms, threeHostsNfs } from './plain-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { splitBrain } from './split-brain.ts';
import { twoPools } from './two-pools.ts';
import { twoHostsIscsi } from './two-hosts-iscsi.ts';

/** Every data centre that can be asked for by name, in the order it is offered. */
export const scenarios: readonly Scenario[] = [
  demo,
  twoHostsIscsi,
  darkMember,
  lostMaster,
  splitBrain,
  haThreeHosts,
  heterogeneousCpus,
  brokenStorage,
  newStorage,
  clusteredStorage,
  fiveThousandVms,
  emptyHost,
  loneHosts,
  twoPools,
  freshHosts,
  threeHostsNfs,
  threeHosts50Vms,
  sixteenHosts1000Vms,
  sixteenEmptyHosts,
  ...darkScenarios,
];

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new RangeError(`there is no scenario ${name}; there are ${scenarios.map((known) => known.name).join(', ')}`);
  return found;
}
