import type { SimHost } from '#simulator/world/world.ts';
import type { Tools } from '../process.ts';
import { date } from './date.ts';
import { fileTools } from './file-tools.ts';
import { grep } from './grep.ts';
import { machineTools } from './machine-tools.ts';
import { awk } from './awk.ts';
import { hypervisorTools } from './hypervisor-tools.ts';
import { networkTools } from './network-tools.ts';
import { openssl } from './openssl.ts';
import { storageTools } from './storage-tools.ts';
import { systemTools } from './system-tools.ts';
import { rescueTools } from './rescue-tools.ts';
import { xe } from './xe.ts';
import { prefixTools } from './prefix-tools.ts';
import { textTools } from './text-tools.ts';

/** The programs a host of its release has. */
export function toolsOf(_host: SimHost): Tools {
  return {
    ...textTools,
    ...fileTools,
    ...prefixTools,
    ...machineTools,
    ...networkTools,
    ...hypervisorTools,
    ...systemTools,
    ...storageTools,
    ...rescueTools,
    awk,
    gawk: awk,
    date,
    grep,
    egrep: grep,
    fgrep: grep,
    openssl,
    xe,
  };
}
