import type { Client } from 'ssh2';
import type { Stage } from '#shared/domain/routes/attempt.ts';
import { SshError } from './ssh-error.ts';

export interface FailureWatch {
  /** Never resolves; rejects with SshError once the connection is lost, and at once when it was before. */
  at(stage: () => Stage): Promise<never>;
}

/** What ends a connection that is being made. An agent without keys ends nothing. */
export function watchFailure(client: Client): FailureWatch {
  const failed = Promise.withResolvers<Error>();
  client.on('error', (error: Error & { level?: string }) => {
    if (error.level !== 'agent') failed.resolve(error);
  });
  client.once('close', () => failed.resolve(new Error('closed')));
  return {
    async at(stage) {
      const error = await failed.promise;
      throw new SshError(stage(), { is: reasonOf(error) }, error);
    },
  };
}

function reasonOf(error: Error): 'no-common-algorithms' | 'not-ssh' | 'closed' {
  if (/no matching/i.test(error.message)) return 'no-common-algorithms';
  return /invalid (identification|packet)|protocol version|malformed|bad packet/i.test(error.message) ? 'not-ssh' : 'closed';
}
