import type { Vault } from '#engine/ports.ts';
import { VaultError } from '#engine/ports.ts';
import type { SecretHandle, Secrets } from '#engine/secrets/secrets.ts';
import type { Credential, Prompt } from '#engine/ssh/credential.ts';
import type { Machine } from './machine.ts';

/** A key of the user's that may be offered. */
export interface OwnKey {
  readonly id: string;
  readonly credential: Credential;
}

export interface KeyringSetup {
  readonly secrets: Secrets;
  readonly vault: Vault;
  /** What the pool is logged in with; also a host's root password, as a rule. */
  readonly poolLogin: (machine: Machine) => { readonly user: string; readonly password: string } | undefined;
  /** Keys and agent, as the settings say. */
  readonly ownKeys: () => Promise<readonly OwnKey[]>;
}

/** Has a person answer what a machine asks; undefined when nobody wants to. */
export type AskPerson = (
  machine: Machine,
  of: { readonly title: string; readonly prompts: readonly Prompt[] },
) => Promise<readonly string[] | undefined>;

/** What secrets are kept under. */
type Known = Pick<Machine, 'id'>;

/** What may be tried on whom. A secret that a machine has refused is not sent to it again. */
export interface Keyring {
  credentialsFor(machine: Machine, ask: AskPerson): Promise<readonly Credential[]>;
  /** Typed by a person for this machine. */
  give(machine: Known, password: string, isKept: boolean): void;
  /** The machine has let us in: what was typed to be kept is worth keeping now. */
  worked(machine: Machine): Promise<void>;
  /** Whether something was refused before. */
  wasRefused(machine: Machine): boolean;
  /** A person begins anew: what was refused may be tried once more. */
  forgetRefusals(machine: Known): void;
  /** What was typed for a machine, where all it asks is a password. */
  answerTo(machine: Known, prompts: readonly Prompt[]): readonly string[] | undefined;
  close(): void;
}

export function createKeyring(setup: KeyringSetup): Keyring {
  const typed = new Map<string, SecretHandle>();
  const toKeep = new Set<string>();
  const refused = new Map<string, Set<string>>();

  function refusedBy(machine: Known): Set<string> {
    const set = refused.get(machine.id) ?? new Set();
    refused.set(machine.id, set);
    return set;
  }

  async function passwordsFor(machine: Machine): Promise<readonly Once[]> {
    const handle = typed.get(machine.id);
    if (handle !== undefined) return [passwordOnce(`typed:${handle}`, () => setup.secrets.reveal(handle))];
    const kept = await readKept(setup.vault, machine);
    const login = setup.poolLogin(machine);
    // A machine on the way is none of the pool's, and has no business with its password.
    const isPools = machine.isHost && login?.user === machine.user;
    return [
      ...(kept === undefined ? [] : [passwordOnce('kept', () => kept)]),
      ...(isPools ? [passwordOnce('pool', () => setup.poolLogin(machine)?.password ?? '')] : []),
    ];
  }

  return {
    async credentialsFor(machine, ask) {
      const isRefused = (id: string): boolean => refusedBy(machine).has(id);
      const own = (await setup.ownKeys()).map(({ id, credential }) => ({ id, credential }));
      const passwords = await passwordsFor(machine);
      const answer: Once = {
        id: 'dialogue',
        credential: { is: 'keyboard-interactive', answer: async (title, prompts) => await ask(machine, { title, prompts }) },
      };
      return [...own, ...passwords, answer]
        .filter(({ id }) => !isRefused(id))
        .map(({ id, credential }) => ({ ...credential, onRefused: () => void refusedBy(machine).add(id) }));
    },
    give(machine, password, isKept) {
      const before = typed.get(machine.id);
      if (before !== undefined) setup.secrets.forget(before);
      typed.set(machine.id, setup.secrets.keep(password));
      refusedBy(machine).delete('dialogue');
      if (isKept) toKeep.add(machine.id);
      else toKeep.delete(machine.id);
    },
    async worked(machine) {
      const handle = typed.get(machine.id);
      if (handle === undefined || !toKeep.delete(machine.id) || (await setup.vault.state()).is !== 'open') return;
      await setup.vault.store(vaultName(machine), setup.secrets.reveal(handle));
    },
    wasRefused: (machine) => refusedBy(machine).size > 0,
    answerTo(machine, prompts) {
      const [prompt, ...others] = prompts;
      // Without a question there is nothing to refuse either.
      if (prompt === undefined) return [];
      const handle = typed.get(machine.id);
      return handle === undefined || prompt.isShown || others.length > 0 ? undefined : [setup.secrets.reveal(handle)];
    },
    forgetRefusals: (machine) => refusedBy(machine).clear(),
    close() {
      for (const handle of typed.values()) setup.secrets.forget(handle);
      typed.clear();
    },
  };
}

interface Once {
  readonly id: string;
  readonly credential: Credential;
}

function passwordOnce(id: string, reveal: () => string): Once {
  return { id, credential: { is: 'password', reveal } };
}

const vaultName = (machine: Machine): string => `ssh:${machine.id}`;

async function readKept(vault: Vault, machine: Machine): Promise<string | undefined> {
  try {
    return await vault.read(vaultName(machine));
  } catch (error) {
    // Locked: as good as not kept; whoever is asked can open it.
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}
