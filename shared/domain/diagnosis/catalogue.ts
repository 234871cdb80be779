import type { Fault } from './faults/fault.ts';
import { addressFaults } from './faults/address-faults.ts';
import { dom0Faults } from './faults/dom0-faults.ts';
import { haFaults } from './faults/ha-faults.ts';
import { linkFaults } from './faults/link-faults.ts';
import { machineFaults } from './faults/machine-faults.ts';
import { roleFaults } from './faults/role-faults.ts';
import { storageFaults } from './faults/storage-faults.ts';
import { toolstackFaults } from './faults/toolstack-faults.ts';
import type { FaultId } from './finding.ts';

const all: readonly Fault[] = [
  ...machineFaults,
  ...dom0Faults,
  ...haFaults,
  ...roleFaults,
  ...linkFaults,
  ...addressFaults,
  ...toolstackFaults,
  ...storageFaults,
];

/** What is asked first, because it explains what comes later: can it be reached and is it the right one, is anything of the machine itself wrong, who is master, does the toolstack run, is the network whole, do clocks and certificates agree, is storage there. */
const triage: readonly FaultId[] = [
  ...(['F44', 'F04', 'F45'] as const),
  ...(['F16', 'F15', 'F17'] as const),
  ...(['F40', 'F30', 'F31'] as const),
  ...(['F26', 'F27', 'F28', 'F29', 'F24'] as const),
  ...(['F07', 'F01', 'F06', 'F09', 'F05', 'F03', 'F02', 'F10', 'F11', 'F08'] as const),
  ...(['F25', 'F20', 'F21', 'F12', 'F13', 'F14'] as const),
  ...(['F18', 'F19'] as const),
  ...(['F34', 'F35', 'F36', 'F39', 'F37', 'F38', 'F41'] as const),
  ...(['F42', 'F43', 'F32', 'F33', 'F23', 'F22'] as const),
];

export const catalogue: readonly Fault[] = all.toSorted((a, b) => triage.indexOf(a.id) - triage.indexOf(b.id));
