import type { SickHost } from './sick-host.ts';
import { sickNetworks } from './sick-networks.ts';
import { sickPools } from './sick-pools.ts';
import { sickStorage } from './sick-storage.ts';
import { sickToolstacks } from './sick-toolstacks.ts';

export const sickHosts: readonly SickHost[] = [...sickNetworks, ...sickToolstacks, ...sickPools, ...sickStorage];
