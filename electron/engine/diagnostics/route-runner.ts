import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import type { Handshake } from '#engine/ssh/handshake.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { HostKey } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { Fortune } from '#shared/domain/routes/fortune.ts';
import type { AttemptBook } from './attempt-book.ts';
import type { AskPerson } from './keyring.ts';
import { enter, greet, type Machine, type MachineRoom } from './machine.ts';
import type { Runner } from './race.ts';
import { type PreparedWay, prepareWay, type WaySetup } from './ways.ts';

export interface RunnerSetup {
  readonly room: MachineRoom & { readonly clock: Clock };
  readonly machine: Machine;
  readonly ways: WaySetup;
  readonly attempts: AttemptBook;
  readonly ask: AskPerson;
  /** What a way has come to, for others of its sort. */
  readonly heard: (route: RouteCandidate, what: Fortune['what']) => void;
  /** Keys a person has said no to. */
  readonly isRejected: (key: HostKey) => boolean;
}

export interface Reached {
  readonly handshake: Handshake;
  readonly way: PreparedWay;
}

/** Tries routes to one machine and notes how far each came. */
export function createRouteRunner({ room, machine, ways, attempts, ask, heard, isRejected }: RunnerSetup): Runner<Reached, Connection> {
  function note(route: RouteCandidate, error: unknown): void {
    if (!(error instanceof SshError)) return;
    const { stage, reason } = error;
    if (isSilence(error)) heard(route, 'hung');
    const own = reason.is === 'jump-failed' ? reason.why : reason;
    if (own.is !== 'host-key-unconfirmed') return attempts.failed(route.id, stage, reason);
    if (!isRejected(own.shown)) return attempts.waits(route.id, stage, reason);
    const rejected = { is: 'host-key-rejected', shown: own.shown } as const;
    attempts.failed(route.id, stage, reason.is === 'jump-failed' ? { ...reason, why: rejected } : rejected);
  }

  return {
    async reach(route, signal) {
      attempts.begin(route.id);
      let way: PreparedWay | undefined;
      try {
        way = await prepareWay(ways, route, signal);
        const handshake = await greet(room, machine, {
          open: way.open,
          at: { host: route.address, port: route.port },
          onPassed: (stage) => attempts.passed(route.id, stage),
          signal,
        });
        heard(route, 'answered');
        return { handshake, way };
      } catch (error) {
        way?.giveBack();
        note(route, error);
        throw error;
      }
    },
    async enter(route, { handshake, way }, signal) {
      try {
        const connection = await enter(room, machine, { handshake, ask, onPassed: (stage) => attempts.passed(route.id, stage), signal });
        connection.ended.then(way.giveBack, way.giveBack);
        return connection;
      } catch (error) {
        way.giveBack();
        note(route, error);
        throw error;
      }
    },
    leave(route, { handshake, way }) {
      handshake.close();
      way.giveBack();
      attempts.works(route.id);
    },
  };
}

/** Nobody there said anything, which a machine in between that is unusable itself does not prove. */
function isSilence({ stage, reason }: SshError): boolean {
  return (stage === 'connect' || stage === 'banner') && (reason.is === 'timed-out' || reason.is === 'no-route');
}
