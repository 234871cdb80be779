import { join } from 'node:path';
import { z } from 'zod';
import { type Document, openDocument } from '#engine/store/document.ts';
import { hostKey } from '#shared/contract/recovery-schema.ts';
import type { HostKey, OwnFailure } from '#shared/domain/routes/attempt.ts';

const machineKeys = z.object({
  /** A host's installation id, or that of a machine on the way. */
  machine: z.string(),
  name: z.string(),
  keys: z.array(hostKey),
  confirmedAtMs: z.number(),
});
export type MachineKeys = z.infer<typeof machineKeys>;

const content = z.object({ machines: z.array(machineKeys) });
type Content = z.infer<typeof content>;

/** The keys machines are known by: by who they are, wherever they answer. */
export interface HostKeyBook {
  known(machine: string): readonly HostKey[];
  list(): readonly MachineKeys[];
  /** Somebody has looked at the key, or the machine itself has named it over a connection that is proven. */
  confirm(of: { readonly machine: string; readonly name: string; readonly keys: readonly HostKey[]; readonly atMs: number }): Promise<void>;
  /** The next connection asks again. */
  forget(machine: string): Promise<void>;
}

export async function openHostKeyBook(setup: { readonly folder: string; readonly newId: () => string }): Promise<HostKeyBook> {
  const file: Document<Content> = await openDocument({
    path: join(setup.folder, 'host-keys.json'),
    shape: { version: 1, content, empty: { machines: [] }, upgrade: (saved) => saved },
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
      await file.update(({ machines }) => ({ machines: [...machines.filter((other) => other.machine !== machine), next] }));
    },
    async forget(machine) {
      await file.update(({ machines }) => ({ machines: machines.filter((other) => other.machine !== machine) }));
    },
  };
}

/** Undefined for a key the machine is known by. A machine that is known by other keys only is not believed to be it. */
export function judgeKey(known: readonly HostKey[], shown: HostKey): OwnFailure | undefined {
  if (known.some(({ fingerprint }) => fingerprint === shown.fingerprint)) return undefined;
  return known.length === 0 ? { is: 'host-key-unconfirmed', shown } : { is: 'host-key-changed', shown, known };
}
