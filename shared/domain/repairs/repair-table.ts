import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import { networkRepairs } from './network-repairs.ts';
import { poolRepairs } from './pool-repairs.ts';
import type { RepairRule } from './repair-rule.ts';
import { toolstackRepairs } from './toolstack-repairs.ts';

export const repairTable: Readonly<Record<RepairId, RepairRule>> = { ...networkRepairs, ...toolstackRepairs, ...poolRepairs };
