import { poolNameOf as nameOfPool } from '#shared/domain/inventory/facts.ts';
import type { Target } from './command.ts';

export function poolNameOf({ server: { address }, inventory }: Pick<Target, 'server' | 'inventory'>): string {
  return nameOfPool({ inventory, address });
}
