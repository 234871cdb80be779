import type { VaultState } from '#shared/contract/calls/vault-calls.ts';
import type { VaultWhy } from '#shared/contract/failure.ts';

/** What a host lends the engine. Everything the engine cannot know or do by itself comes through here. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly version: string;
  readonly paths: Paths;
  readonly vault: Vault;
  /** Where the user's SSH agent listens, where the session names one. */
  readonly sshAgent?: string | undefined;
  /** Who uses this computer, as its system calls them: what they vouch for is written down with their name. */
  readonly person: string;
  /** Absent where no demo is built in. */
  readonly demo: Demo | undefined;
}

export interface Paths {
  /** Where this user's data lives between starts. It may not exist yet. */
  readonly data: string;
  /** The file the log is written to, where there is one. */
  readonly log?: string | undefined;
}

/** Where passwords outlive the app. Without a key of the system's or a passphrase it keeps nothing at all. */
export interface Vault {
  state(): Promise<VaultState>;
  /** The methods that need the key throw VaultError while the vault is not open. */
  store(name: string, secret: string): Promise<void>;
  read(name: string): Promise<string | undefined>;
  /** Needs no key: forgetting must always be possible. */
  remove(name: string): Promise<void>;
  /** Absent where the system holds the key. */
  readonly lock: VaultLock | undefined;
}

export interface VaultLock {
  /** Chooses the first passphrase, or another one; `old` is absent only where there was none. */
  choose(passphrases: { readonly old?: string | undefined; readonly next: string }): Promise<void>;
  open(passphrase: string): Promise<void>;
  close(): void;
}

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly why: VaultWhy;

  constructor(why: VaultWhy, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  after(delayMs: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export interface Random {
  /** An identifier nobody else has. */
  readonly id: () => string;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** An event name and fields that hold no secrets. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
}

/** The built-in data centre. What it hands out are ordinary addresses and logins, and where they really are. */
export interface Demo {
  start(): Promise<RunningDemo>;
}

export interface RunningDemo {
  /** One of each pool. */
  readonly servers: readonly DemoServer[];
  /** Every host's address as its pool knows it, with the one it listens on. */
  readonly routes: readonly AddressRoute[];
  close(): Promise<void>;
}

export interface AddressRoute {
  readonly address: string;
  readonly leadsTo: string;
  /** What a connection meets there at this moment, where that is not for the listener itself to show. */
  readonly meets?: () => 'answers' | 'refuses' | 'silent' | 'no-route';
}

export interface DemoServer {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly fingerprint: string;
}
