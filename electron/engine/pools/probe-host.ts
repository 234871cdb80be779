import type { Approach } from '#engine/net/dialer.ts';
import { NetError } from '#engine/net/net-error.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { PortState, ProbeWitness, ToolstackAnswer } from '#shared/domain/liveness/witness.ts';
import { askForLogin, type Credentials, type LoginRoom } from './ask-for-login.ts';

const KNOCK_MS = 4_000;
/** A wrong password is answered after five seconds; a host that takes longer hangs. */
const ANSWER_MS = 10_000;
const SSH_PORT = 22;

export interface Probe {
  readonly address: ServerAddress;
  readonly approach: Approach;
  /** Absent once the password is known to be wrong: asking again would only lock the account. */
  readonly login: (() => Credentials) | undefined;
  readonly signal: AbortSignal;
}

/** Knocks where the toolstack and SSH listen, and asks the toolstack to let us in. Throws only when aborted. */
export async function probeHost(room: LoginRoom, probe: Probe): Promise<ProbeWitness> {
  const [front, ssh] = await Promise.all([askToolstack(room, probe), knockAtSsh(room, probe)]);
  return { atMs: room.clock.now(), ssh, ...front };
}

async function knockAtSsh(room: LoginRoom, { address, approach, signal }: Probe): Promise<PortState> {
  try {
    const stream = await room.dialer.reach({ host: address.host, port: SSH_PORT }, { ...approach, patienceMs: KNOCK_MS }, signal);
    stream.destroy();
    return 'open';
  } catch (error) {
    signal.throwIfAborted();
    return portStateOf(error);
  }
}

type Front = Pick<ProbeWitness, 'https' | 'tls' | 'toolstack'>;

async function askToolstack(room: LoginRoom, probe: Probe): Promise<Front> {
  const late = new AbortController();
  const timer = room.clock.after(ANSWER_MS, () => late.abort());
  const seen = { isReached: false };
  const reached = (): void => {
    seen.isReached = true;
  };
  try {
    const toolstack = await knock(room, probe, { signal: AbortSignal.any([probe.signal, late.signal]), reached });
    return { https: 'open', tls: 'trusted', toolstack };
  } catch (error) {
    probe.signal.throwIfAborted();
    return seen.isReached ? { https: 'open', tls: 'trusted', toolstack: toolstackAnswer(error) } : notReached(error);
  } finally {
    timer.cancel();
  }
}

async function knock(room: LoginRoom, probe: Probe, on: { signal: AbortSignal; reached: () => void }): Promise<ToolstackAnswer> {
  const { address } = probe;
  const approach = { ...probe.approach, patienceMs: KNOCK_MS };
  if (probe.login === undefined) {
    const socket = await room.dialer.dial(address, approach, on.signal);
    socket.destroy();
    return { is: 'not-asked' };
  }
  const session = await askForLogin(room, { ...probe.login(), approach }, { address, ...on });
  try {
    return { is: 'lets-in', pool: await poolOf(session, on.signal) };
  } finally {
    await session.close();
  }
}

/** Whoever lets us in is a master; of which pool tells whether ours has two. */
async function poolOf(session: Session, signal: AbortSignal): Promise<string | undefined> {
  const pools = await session.call('pool.get_all_records', [], { signal });
  const [pool]: unknown[] = typeof pools === 'object' && pools !== null ? Object.values(pools) : [];
  const uuid: unknown = typeof pool === 'object' && pool !== null ? Reflect.get(pool, 'uuid') : undefined;
  return typeof uuid === 'string' ? uuid : undefined;
}

/** A listener that takes connections and then says nothing is as silent as none. */
function notReached(error: unknown): Front {
  const reason = error instanceof NetError ? error.reason : undefined;
  if (reason?.kind === 'untrusted-certificate') return { https: 'open', tls: 'untrusted', toolstack: { is: 'not-asked' } };
  if (reason?.kind === 'unreachable' && reason.why === 'no-tls') return { https: 'open', tls: 'failed', toolstack: { is: 'not-asked' } };
  return { https: portStateOf(error), tls: 'not-tried', toolstack: { is: 'not-asked' } };
}

function portStateOf(error: unknown): PortState {
  if (!(error instanceof NetError) || error.reason.kind !== 'unreachable') return 'no-way';
  switch (error.reason.why) {
    case 'refused':
    case 'closed':
      return 'refused';
    case 'timed-out':
    case 'no-route':
      return 'silent';
    default:
      return 'no-way';
  }
}

function toolstackAnswer(error: unknown): ToolstackAnswer {
  if (error instanceof XapiError) return { is: 'refuses', code: error.code, parameters: error.parameters };
  const isNonsense = error instanceof NetError && error.reason.kind === 'unreachable' && error.reason.why === 'not-xapi';
  return { is: isNonsense ? 'not-xapi' : 'silent' };
}
