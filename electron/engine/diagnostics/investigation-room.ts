import type { Duplex } from 'node:stream';
import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import type { Input } from '#shared/contract/calls.ts';
import type { Investigation as View } from '#shared/contract/recovery-schema.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { Believed, PersonWord } from '#shared/domain/diagnosis/believed.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { MemberWord } from '#shared/domain/diagnosis/member-word.ts';
import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ShellWitness } from '#shared/domain/liveness/witness.ts';
import type { Via } from '#shared/domain/routes/candidate.ts';
import type { RouteHistory } from '#shared/domain/routes/rank.ts';
import type { Shortlist } from '#shared/domain/routes/shortlist.ts';
import type { JumpHosts, LentConnection } from './jump-hosts.ts';
import type { Machine, MachineRoom } from './machine.ts';
import type { FortuneBook } from './fortune-book.ts';
import type { Neighbour } from './neighbours.ts';
import type { PowerLogin } from './power.ts';
import type { SharedAnswers } from './shared-answers.ts';
import type { Slots } from './slots.ts';
import type { ToolstackSays } from './toolstack-word.ts';
import type { Between } from './ways.ts';

/** What an investigation needs of the world around it. */
export interface Surroundings {
  readonly room: MachineRoom & { readonly clock: Clock };
  readonly jumps: JumpHosts;
  /** So many attempts at once, whichever host they are for. */
  readonly slots: Slots;
  /** What the ways to other hosts of its pool have come to. */
  readonly fortunes: FortuneBook;
  /** What other hosts say, for all who want to hear it. */
  readonly memberWords: SharedAnswers<MemberWord | undefined>;
  readonly machine: () => Machine;
  readonly believed: () => Believed;
  readonly plan: (history: ReadonlyMap<string, RouteHistory>) => Shortlist;
  /** Asks the toolstack at an address of the host over HTTPS; undefined where there is nothing to log in with. Throws NetError. */
  readonly askToolstack: (to: ServerAddress, signal: AbortSignal) => Promise<ToolstackSays> | undefined;
  readonly reach: (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  readonly between: (via: Via) => Between | undefined;
  /** The other hosts of its pool. */
  readonly others: () => readonly Neighbour[];
  readonly powerLogin: (signal: AbortSignal) => Promise<PowerLogin | undefined>;
  /** What somebody has said who stood before it. */
  readonly word: () => PersonWord | undefined;
  /** Hosts of its pool that are proven to be off, by their ids. */
  readonly provenOff: () => ReadonlySet<string>;
  /** The host has said what runs there. */
  readonly onRunning: (word: ShellWitness) => void;
  readonly publish: (view: View) => void;
  readonly onBug: (error: unknown) => void;
  readonly newId: () => string;
}

type Answer = Input<'recovery.answer'>['answer'];

/** Everything done to reach one host, for as long as somebody wants it reached. */
export interface Investigation {
  view(): View;
  answer(question: string, answer: Answer): Promise<void>;
  checkAgain(): void;
  /** The way in use does not answer any more, whatever its connection says: ways are looked for anew. */
  leaveWay(): void;
  pause(isPaused: boolean): void;
  useRoute(route: string): void;
  /** What is asked only when a person wants it. */
  look(probes: readonly ProbeId[]): void;
  /** Raises the question that a way or a neighbour waits for. */
  askAbout(about: string): void;
  /** What everything is judged by, as of now. */
  input(): DiagnosisInput;
  isProvenOff(): boolean;
  /** Somebody has said something of it, or has taken it back. */
  wordChanged(): void;
  /** Its controller is asked once more; whether it is proven to be off. */
  proveOff(signal: AbortSignal): Promise<boolean>;
  /** Somebody else has asked its toolstack over HTTPS. */
  toolstackSaid(address: string, says: ToolstackSays): void;
  connection(): Connection | undefined;
  /** To another host of its pool; undefined where that is none. Throws SshError. */
  neighbour(host: HostRef, signal: AbortSignal): Promise<LentConnection> | undefined;
  /** As the pool calls it. */
  address(): string;
  close(): Promise<void>;
}
