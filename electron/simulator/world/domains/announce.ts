import { text } from '../fields.ts';
import { createMessage } from '../messages.ts';
import type { Ref } from '../value.ts';
import type { PoolState, World } from '../world.ts';

const INFORMATION = 5;

/** The alert a change of a VM's life leaves behind. */
export function announceVm(world: World, pool: PoolState, news: { readonly vm: Ref; readonly name: string; readonly what: string }): void {
  const row = pool.database.get('VM', news.vm);
  const uuid = text(row, 'uuid');
  createMessage(world, pool, {
    name: news.name,
    priority: INFORMATION,
    cls: 'VM',
    objectUuid: uuid,
    body: `VM '${text(row, 'name_label')}' (uuid: ${uuid}) ${news.what}`,
  });
}

export function onHost(pool: PoolState, host: Ref): string {
  const row = pool.database.get('host', host);
  return `on host: ${text(row, 'name_label')} (uuid: ${text(row, 'uuid')})`;
}
