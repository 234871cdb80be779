import type { OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { isNetworkRequest } from '#shared/domain/operations/network-request.ts';
import { isPoolRequest } from '#shared/domain/operations/pool-request.ts';
import { placeOf } from '#shared/domain/operations/property.ts';
import { MOVES_AT_ONCE } from './moves-turn.ts';

/** A pool's master does everything through one process; more than this at once only makes all of it slower. */
const IN_FLIGHT_PER_SERVER = 8;

interface Waiting {
  readonly id: OperationId;
  readonly request: Requested;
  begin(): void;
}

/** Whose turn it is: so many in a pool, one after another on the same property of an object. */
export interface Queue {
  /** `begin` is called at once or later, unless it leaves before. */
  enter(waiting: Waiting): void;
  leave(id: OperationId): void;
  /** Whether something of ours is under way on the same machine that this request may not push aside. */
  isTaken(request: Requested): boolean;
}

export function createQueue(): Queue {
  const waiting = new Map<OperationId, Waiting>();
  const running = new Map<OperationId, Waiting>();

  function hasTurn({ request }: Waiting): boolean {
    const others = [...running.values()].filter((other) => other.request.server === request.server);
    if (others.some((other) => isSameProperty(other.request, request))) return false;
    if (mirrors(request) && others.filter((other) => mirrors(other.request)).length >= MOVES_AT_ONCE) return false;
    return isUrgent(request) || others.filter((other) => !isUrgent(other.request)).length < IN_FLIGHT_PER_SERVER;
  }

  function advance(): void {
    for (const next of waiting.values()) {
      if (!hasTurn(next)) continue;
      waiting.delete(next.id);
      running.set(next.id, next);
      next.begin();
    }
  }

  return {
    enter(next) {
      waiting.set(next.id, next);
      advance();
    },
    leave(id) {
      waiting.delete(id);
      running.delete(id);
      advance();
    },
    isTaken: (request) => [...running.values(), ...waiting.values()].some((other) => isInTheWay(other.request, request)),
  };
}

/** What ends or mends something must not stand in line behind it. */
function isUrgent(request: Requested): boolean {
  return ['server.reconnect', 'task.cancel', 'host.repair'].includes(request.kind) || isForced(request);
}

function mirrors({ kind }: Requested): boolean {
  return kind === 'disk.move' || kind === 'vm.relocate';
}

function isForced(request: Requested): boolean {
  return 'way' in request && request.way === 'forced';
}

function isInTheWay(other: Requested, request: Requested): boolean {
  for (const key of ['disk', 'drive', 'card', 'machine', 'sr'] as const) {
    const subject = subjectIn(other, key);
    if (subject !== undefined && subject === subjectIn(request, key)) return other.server === request.server;
  }
  if (!('vm' in other) || !('vm' in request) || other.vm !== request.vm || other.server !== request.server) return false;
  return isForced(other) || !isForced(request);
}

function subjectIn(request: Requested, key: string): unknown {
  return Object.hasOwn(request, key) ? Reflect.get(request, key) : undefined;
}

function goesAlone(a: Requested, b: Requested): boolean {
  // A pool takes one member at a time, and hosts are taken out of service one after the other.
  if (isPoolRequest(a) && isPoolRequest(b)) return (a.kind === 'pool.configure') === (b.kind === 'pool.configure');
  // What a host's interfaces stand on changes in one place at a time, and each looks for a free name before it begins.
  if (isNetworkRequest(a) && isNetworkRequest(b)) return true;
  // Each looks for a free name and a free device before it begins.
  return 'source' in a && 'source' in b;
}

function isSameProperty(a: Requested, b: Requested): boolean {
  if (goesAlone(a, b)) return true;
  // One repair of a host at a time: each is proven by what the host says afterwards.
  if (a.kind === 'host.repair' && b.kind === 'host.repair') return a.host === b.host;
  return 'class' in a && 'class' in b && a.ref === b.ref && JSON.stringify(placeOf(a)) === JSON.stringify(placeOf(b));
}
