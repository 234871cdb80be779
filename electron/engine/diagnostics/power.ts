import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import { parsePower } from '#shared/domain/diagnosis/parsers/power.ts';
import { powerLine } from '#shared/domain/diagnosis/power-line.ts';

/** A controller that sleeps takes some seconds to answer. */
const ANSWER_MS = 20_000;

export interface PowerLogin {
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** Has a host of the pool ask the controller of another one. Undefined where that host cannot ask. Throws SshError. */
export async function askPower(
  connection: Connection,
  of: { readonly login: PowerLogin; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<BmcWord | undefined> {
  const { address, user, password } = of.login;
  const line = powerLine(address, user);
  if (line === undefined) return { is: 'not-asked' };
  const { code, out } = await connection.run(line, { signal: of.signal, ms: ANSWER_MS, input: `${password}\n` });
  return parsePower(out.toString('utf8'), { code, atMs: of.clock.now() });
}
