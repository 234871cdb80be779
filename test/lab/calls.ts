import { connect } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimHost } from '#simulator/world/world.ts';
import type { LabHost } from './lab-host.ts';
import { DialError } from './start-agent.ts';

const HTTPS = 443;
const EVERY_MS = 300;
/** A crowd takes longer, or it would do nothing else. */
const CROWD_EVERY_MS = 1_000;
const SMALL = 6;
const PATIENCE_MS = 1_200;
/** One that failed may have been this computer's own doing. */
const FAILURES_COUNT_FROM = 2;

/**
 * The calls hosts make to each other, over their management network from namespace to namespace: as long as they are
 * answered, or the other machine at least refuses them, the one host reaches the other.
 */
export interface Calls extends AsyncDisposable {
  /** Each pair has been tried once. */
  readonly begun: Promise<void>;
}

export function beginCalls(hosts: readonly LabHost[], isWanted: (from: SimHost, to: SimHost) => boolean): Calls {
  const ending = new AbortController();
  const failures = new Map<string, number>();
  const keyOf = (from: SimHost, to: SimHost): string => `${from.name} ${to.name}`;

  async function call(from: LabHost, to: SimHost): Promise<void> {
    const key = keyOf(from.host, to);
    const isAnswered = await heartbeat(from, to);
    failures.set(key, isAnswered ? 0 : (failures.get(key) ?? 0) + 1);
  }

  const everyMs = hosts.length > SMALL ? CROWD_EVERY_MS : EVERY_MS;

  async function callAgain(from: LabHost, to: SimHost): Promise<void> {
    const isOver = async (): Promise<boolean> => await sleep(everyMs, false, { signal: ending.signal }).catch(() => true);
    while (!(await isOver())) await call(from, to);
  }

  for (const { host } of hosts) host.reaches = (to) => (failures.get(keyOf(host, to)) ?? 0) < FAILURES_COUNT_FROM;
  const pairs = hosts.flatMap((from) => hosts.filter((to) => to !== from && isWanted(from.host, to.host)).map((to) => ({ from, to: to.host })));
  const begun = Promise.all(pairs.map(async ({ from, to }) => await call(from, to))).then(() => undefined);
  const running = begun.then(async () => await Promise.all(pairs.map(async ({ from, to }) => await callAgain(from, to))));
  return {
    begun,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
    },
  };
}

const BODY = JSON.stringify({ jsonrpc: '2.0', method: 'session.slave_login', params: ['', ''], id: 1 });
const CALL = `POST /jsonrpc HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;

/** The login every heartbeat begins with. Simulated pools have no secret, so what comes back is a refusal; that it comes is what counts. */
async function heartbeat({ agent }: LabHost, { address }: SimHost): Promise<boolean> {
  try {
    const socket = await agent.dial({ host: address, port: HTTPS, ms: PATIENCE_MS });
    const tls = connect({ socket, rejectUnauthorized: false });
    tls.on('error', () => tls.destroy());
    tls.once('secureConnect', () => tls.write(CALL));
    const isAnswered = await Promise.race([
      new Promise<boolean>((resolve) => tls.once('data', () => resolve(true)).once('close', () => resolve(false))),
      sleep(PATIENCE_MS).then(() => false),
    ]);
    tls.destroy();
    socket.destroy();
    return isAnswered;
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    return error.code === 'ECONNREFUSED';
  }
}
