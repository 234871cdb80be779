import { join } from 'node:path';
import { z } from 'zod';
import { isAbout, type KnownHost, type KnownHostsFile } from '#engine/ssh/known-hosts.ts';
import { type Document, openDocument } from '#engine/store/document.ts';
import { hostKey } from '#shared/contract/ssh-schema.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { HostKey, OwnFailure } from '#shared/domain/routes/attempt.ts';

const machineKeys = z.object({
  /** A host's installation id, or that of a machine on the way. */
  machine: z.string(),
  name: z.string(),
  keys: z.array(hostKey),
  confirmedAtMs: z.number(),
});
export type MachineKeys = z.infer<typeof machineKeys>;

const knownHost = hostKey.extend({ hosts: z.string() });

const content = z.object({ machines: z.array(machineKeys), imported: z.array(knownHost) });
type Content = z.infer<typeof content>;

/** The keys machines are known by: by who they are, wherever they answer. */
export interface HostKeyBook {
  known(machine: string): readonly HostKey[];
  list(): readonly MachineKeys[];
  /** Somebody has looked at the key, or the machine itself has named it over a connection that is proven. */
  confirm(of: { readonly machine: string; readonly name: string; readonly keys: readonly HostKey[]; readonly atMs: number }): Promise<void>;
  /** Keys that an imported file names for machines at these addresses. */
  vouched(at: readonly ServerAddress[]): readonly HostKey[];
  /** Answers how many were new. */
  importFile(file: KnownHostsFile): Promise<number>;
  imported(): number;
  /** The next connection asks again. */
  forget(machine: string): Promise<void>;
}

export async function openHostKeyBook(setup: { readonly folder: string; readonly newId: () => string }): Promise<HostKeyBook> {
  const file: Document<Content> = await openDocument({
    path: join(setup.folder, 'host-keys.json'),
    shape: { version: 1, content, empty: { machines: [], imported: [] }, upgrade: (saved) => saved },
    unique: setup.newId,
  });
  const of = (machine: string): MachineKeys | undefined => file.current().machines.find((other) => other.machine === machine);
  return {
    known: (machine) => of(machine)?.keys ?? [],
    list: () => file.current().machines,
    async confirm({ machine, name, keys, atMs }) {
      const before = of(machine);
      const types = new Set(keys.map(({ type }) => type));
      const kept = (before?.keys ?? []).filter(({ type }) => !types.has(type));
      const next: MachineKeys = { machine, name, keys: [...kept, ...keys], confirmedAtMs: atMs };
      await file.update(({ machines, ...rest }) => ({ ...rest, machines: [...machines.filter((other) => other.machine !== machine), next] }));
    },
    vouched: (at) => file.current().imported.filter((entry) => at.some((address) => isAbout(entry, address))),
    imported: () => file.current().imported.length,
    async importFile({ entries }) {
      const lineOf = ({ hosts, fingerprint }: KnownHost): string => `${hosts} ${fingerprint}`;
      const before = new Set(file.current().imported.map(lineOf));
      const fresh = entries.filter((entry) => !before.has(lineOf(entry)));
      await file.update(({ imported, ...rest }) => ({ ...rest, imported: [...imported, ...fresh] }));
      return fresh.length;
    },
    async forget(machine) {
      await file.update(({ machines, ...rest }) => ({ ...rest, machines: machines.filter((other) => other.machine !== machine) }));
    },
  };
}

/** Undefined for a key the machine is known by. A machine that is known by other keys only is not believed to be it. */
export function judgeKey(of: { readonly known: readonly HostKey[]; readonly vouched: readonly HostKey[] }, shown: HostKey): OwnFailure | undefined {
  const isShown = ({ fingerprint }: HostKey): boolean => fingerprint === shown.fingerprint;
  if (of.known.some(isShown)) return undefined;
  if (of.known.length > 0) return { is: 'host-key-changed', shown, known: of.known };
  return of.vouched.some(isShown) ? undefined : { is: 'host-key-unconfirmed', shown };
}
