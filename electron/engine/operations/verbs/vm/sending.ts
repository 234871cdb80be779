import { z } from 'zod';
import type { Session } from '#engine/xapi/session.ts';
import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

/** What the receiving host hands out. There is a session in it, so it is never written down anywhere. */
export type Invitation = Readonly<Record<string, string>>;

const invitationSchema = z.record(z.string(), z.string());

export interface Sending {
  readonly disks: Readonly<Record<RefOf<'vdi'>, RefOf<'sr'>>>;
  readonly cards: Readonly<Record<RefOf<'vif'>, RefOf<'network'>>>;
  readonly options: Readonly<Record<string, string>>;
}

export async function inviteTo(
  there: PoolHandle,
  { host, network, signal }: { readonly host: HostRef; readonly network: RefOf<'network'>; readonly signal: AbortSignal },
): Promise<Invitation> {
  const answer = await there.ask({ safe: true, signal }, async (session) => await session.call('host.migrate_receive', [host, network, {}]));
  return invitationSchema.parse(answer);
}

export async function startSending(
  session: Session,
  { vm, invitation, sending }: { readonly vm: VmRef; readonly invitation: Invitation; readonly sending: Sending },
): Promise<TaskRef> {
  return await session.startTask('VM.migrate_send', [vm, invitation, true, sending.disks, sending.cards, sending.options]);
}
