import type { Model, ModelMessage } from '#shared/xapi/model.ts';
import type { EventQueue } from './calls/event-queue.ts';
import type { WorldClock } from './clock.ts';
import type { Database } from './database.ts';
import type { DatabaseOrigin } from './database-file.ts';
import type { Dom0 } from './dom0/dom0.ts';
import type { LinkFaults } from './link.ts';
import type { Outcome, Running, Work } from './process.ts';
import type { Random } from './random.ts';
import type { Arrays } from './storage/arrays.ts';
import type { Ref, Row, Value } from './value.ts';

/** Everything there is: machines, the pools their toolstacks form, one clock, one source of chance. */
export interface World {
  readonly clock: WorldClock;
  readonly random: Random;
  /** How much of the documented duration an operation takes: 1 as documented, 0 at once. */
  slowness: number;
  readonly liveness: LivenessTimes;
  readonly hosts: SimHost[];
  readonly pools: PoolState[];
  /** What there is to store on. */
  readonly arrays: Arrays;
}

/** As an administrator may set them in the toolstack's configuration. */
export interface LivenessTimes {
  readonly heartbeatEveryMs: number;
  /** How often a master looks whom it has not heard. */
  readonly lookEveryMs: number;
  /** A host nobody has heard of for so long counts as dead. */
  readonly assumedDeadMs: number;
}

/** A machine, whatever its toolstack believes. */
export interface SimHost {
  readonly name: string;
  readonly uuid: string;
  /** The address the pool knows it by; several hosts live on one loopback under different ports. */
  address: string;
  /** Another one once it belongs to another pool. */
  ref: Ref;
  /** The pool whose database this host's toolstack reads: its own for a master, its master's for a slave. */
  pool: PoolState;
  power: 'on' | 'off' | 'booting';
  toolstack: Toolstack;
  role: { readonly is: 'master' } | { readonly is: 'slave'; readonly masterAddress: string };
  readonly cables: Record<'management' | 'storage', 'plugged' | 'pulled'>;
  readonly link: LinkFaults;
  /** Where it stands on real cables: whether its calls reach another host. Otherwise records, and what befell them, tell. */
  reaches?: (to: SimHost) => boolean;
  /** Where it stands on real cables: what its storage drivers find there. Otherwise what there is to store on in the world tells. */
  probes?: (probe: StorageProbe) => Work<string>;
  /** Added to the world's clock whenever this host tells the time. */
  clockSkewMs: number;
  /** Raised when the host gets a new certificate; the server derives key and serial from it. */
  certificateGeneration: number;
  /** Domains are numbered from 1 in the order they start; 0 is the control domain. */
  lastDomainId: number;
  /** When its master last heard of it. */
  lastHeartbeatMs: number;
  /** Raised whenever the machine or its toolstack stops, so that what was under way knows it is over. */
  life: number;
  /** Cleared by a client that disabled the host for good: it is not enabled again by itself. */
  enablesItself: boolean;
  /** File systems of the control domain that have no room left. */
  readonly fullDisks: Set<'root' | 'log'>;
  readonly dom0: Dom0;
  /** Local (emergency) sessions live in the host's memory, not in the pool. */
  readonly localSessions: Map<Ref, Session>;
}

export interface StorageProbe {
  readonly type: string;
  /** Passwords are named by the secrets that hold them. */
  readonly config: Readonly<Record<string, string>>;
}

export type Toolstack =
  | { readonly is: 'running' }
  | { readonly is: 'stopped' }
  /** Every call outside the emergency list is refused with this error. */
  | { readonly is: 'emergency'; readonly code: string; readonly parameters: readonly string[] };

export interface Session {
  readonly ref: Ref;
  readonly kind: 'pool-user' | 'local';
  readonly user: string;
  readonly originator: string;
  readonly isSuperuser: boolean;
  /** Lower-case permission names; not looked at for a superuser. */
  readonly permissions: ReadonlySet<string>;
  lastActiveMs: number;
  /** Called when the session ends, so that blocked calls wake up with SESSION_INVALID. */
  readonly onEnd: Set<() => void>;
}

export interface Account {
  readonly user: string;
  readonly password: string;
  /** root is the local superuser; others have one role of the pool. */
  readonly role: 'superuser' | 'pool-admin' | 'pool-operator' | 'vm-power-admin' | 'vm-admin' | 'vm-operator' | 'read-only';
}

export interface StoredMessage {
  readonly ref: Ref;
  readonly number: number;
  readonly record: Readonly<Record<string, Value>>;
}

export interface GuestSoftware {
  readonly hasAgent: boolean;
  /** What the agent says of the guest, as fields of VM_guest_metrics. */
  readonly told: Row;
}

export interface PoolState {
  readonly profile: string;
  /** The data model as this release knows it. */
  readonly model: Model;
  readonly database: Database;
  readonly accounts: Account[];
  readonly sessions: Map<Ref, Session>;
  /** Alerts live beside the database, as files do on the real server. */
  readonly messages: { readonly stored: Map<Ref, StoredMessage>; readonly deleted: { ref: Ref; created: number; deleted: number }[] };
  /** What is installed inside each VM that ran here: the disks know it, the database does not. */
  readonly guests: Map<Ref, GuestSoftware>;
  /** Work behind each task reference, for cancellation. */
  readonly running: Map<Ref, Running>;
  /** The user each task belongs to: others need more to end it. */
  readonly taskOwners: Map<Ref, string>;
  /** What is needed to write the database back as the file it came from. */
  readonly origin?: DatabaseOrigin;
  /** What listeners of the old event API wait for; there once somebody has registered. */
  eventQueue?: EventQueue;
  /** What befalls calls that would be carried out, in order; whoever throws answers in their place. */
  readonly interferences: Set<(call: Call) => void>;
  /** Until then nothing is restarted for HA, on an administrator's word. */
  restartsPausedUntilMs?: number;
  master: SimHost;
}

/** One call as an implementation sees it. */
export interface Call {
  readonly world: World;
  readonly pool: PoolState;
  /** The host that answers. */
  readonly host: SimHost;
  readonly session: Session | undefined;
  readonly message: ModelMessage;
  /** The task it runs under, for progress and current_operations. */
  readonly task: Ref | undefined;
  /** It came over the socket in the host's own file system, where everybody is root already. */
  readonly isLocal: boolean;
}

/** Parameters arrive typed by the model, session left out; a thrown XapiError is the answer. */
export type Implementation = (call: Call, ...parameters: readonly Value[]) => Value | Work<Value>;
/** By wire name: 'VM.start'. */
export type Implementations = Readonly<Record<string, Implementation>>;

export interface Request {
  readonly host: SimHost;
  readonly session: Session | undefined;
  readonly message: ModelMessage;
  readonly isAsync: boolean;
  readonly parameters: readonly Value[];
  readonly isLocal?: boolean;
}

export type WhenDone = (outcome: Outcome<Value>) => void;
