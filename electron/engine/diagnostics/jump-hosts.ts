import type { Duplex } from 'node:stream';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { orAborted } from '#engine/time.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { AskPerson } from './keyring.ts';
import { enter, greet, type Machine, machineKey, type MachineRoom } from './machine.ts';

/** Connections to the machines we go over, each shared by all who need it and closed when nobody does. */
export interface JumpHosts {
  /** Throws SshError with what that machine failed with, as `jump-failed`. */
  use(machine: Machine, how: UseOptions): Promise<LentConnection>;
  close(): void;
}

export interface UseOptions {
  readonly at: ServerAddress;
  readonly open: (signal: AbortSignal) => Promise<Duplex>;
  readonly ask: AskPerson;
  readonly signal: AbortSignal;
}

export interface LentConnection {
  readonly connection: Connection;
  giveBack(): void;
}

interface Shared {
  readonly connecting: Promise<Connection>;
  readonly stopping: AbortController;
  users: number;
}

export function createJumpHosts(room: MachineRoom): JumpHosts {
  const shared = new Map<string, Shared>();

  function start(machine: Machine, { at, open, ask }: UseOptions): Shared {
    const stopping = new AbortController();
    const entry: Shared = { connecting: connect(room, machine, { at, open, ask, signal: stopping.signal }), stopping, users: 0 };
    const key = machineKey(machine);
    const forget = (): void => {
      if (shared.get(key) === entry) shared.delete(key);
    };
    shared.set(key, entry);
    entry.connecting.then(async (connection) => await connection.ended.then(forget), forget).catch(forget);
    return entry;
  }

  function giveBack(entry: Shared): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.stopping.abort();
    for (const [key, other] of shared) if (other === entry) shared.delete(key);
    // It was closed by the abort already where it never came about.
    entry.connecting.then((connection) => connection.close()).catch(() => undefined);
  }

  return {
    async use(machine, how) {
      const entry = shared.get(machineKey(machine)) ?? start(machine, how);
      entry.users += 1;
      let isBack = false;
      const back = (): void => {
        if (isBack) return;
        isBack = true;
        giveBack(entry);
      };
      try {
        return { connection: await orAborted(entry.connecting, how.signal), giveBack: back };
      } catch (error) {
        back();
        how.signal.throwIfAborted();
        throw asJumpFailure(error);
      }
    },
    close() {
      for (const entry of shared.values()) {
        entry.stopping.abort();
        entry.connecting.then((connection) => connection.close()).catch(() => undefined);
      }
      shared.clear();
    },
  };
}

async function connect(room: MachineRoom, machine: Machine, { at, open, ask, signal }: UseOptions): Promise<Connection> {
  const way = { onPassed: () => undefined, signal };
  const handshake = await greet(room, machine, { ...way, at, open });
  return await enter(room, machine, { ...way, handshake, ask });
}

function asJumpFailure(error: unknown): unknown {
  if (!(error instanceof SshError) || error.reason.is === 'jump-failed') return error;
  return new SshError('connect', { is: 'jump-failed', stage: error.stage, why: error.reason }, error);
}
