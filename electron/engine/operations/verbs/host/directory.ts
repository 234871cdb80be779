import { NetError } from '#engine/net/net-error.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { backInTouch } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { readSecret } from '#engine/xapi/pool-secret.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';

/** Who signs in by it can no longer; the machine's account in it stays, for nobody has signed in to remove that. */
export function leaveDirectory({ host }: PoolRequestOf<'host.leave-directory'>): Verb {
  return changing({
    host,
    to: '',
    async ask(session) {
      await session.call('host.disable_external_auth', [host, {}]);
    },
  });
}

/** The password lies with the host only until it has been used. */
export function joinDirectory({ host, directory, user, secret }: PoolRequestOf<'host.join-directory'>): Verb {
  return changing({
    host,
    to: directory,
    async ask(session) {
      const pass = await readSecret(session, secret);
      await session.call('host.enable_external_auth', [host, { user, pass }, directory, 'AD']);
    },
  });
}

interface Change {
  readonly host: HostRef;
  /** The directory it is in then; empty for none. */
  readonly to: string;
  ask(session: Session): Promise<void>;
}

/** All or nothing on the host's side; what became of it after a lost connection the host tells. */
function changing({ host, to, ask }: Change): Verb {
  const run: { isRefused?: boolean } = {};
  return {
    steps: ['check', 'act', 'confirm'],
    async run(doing) {
      const patience = { safe: true, signal: doing.closing };
      try {
        await doing.step('act', async () => {
          doing.tooLateToCancel();
          await askOnce(doing, ask);
        });
        await doing.step('confirm', async () => {
          const now = await doing.pool.ask(patience, async (session) => await session.call('host.get_external_auth_service_name', [host]));
          if (String(now).toLowerCase() !== to.toLowerCase()) throw new OperationError({ kind: 'not-confirmed' });
        });
      } catch (error) {
        run.isRefused = error instanceof XapiError || error instanceof OperationError;
        throw error;
      }
    },
    left: () => [{ is: run.isRefused === true ? 'nothing-changed' : 'may-go-on' }],
  };
}

async function askOnce(doing: Doing, ask: Change['ask']): Promise<void> {
  try {
    await doing.pool.ask({ safe: false, signal: doing.closing }, ask);
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    await backInTouch(doing);
    doing.note('checking-result');
  }
}
