import type { Investigations } from '#engine/diagnostics/investigations.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import { readKnownHosts } from '#engine/ssh/known-hosts.ts';
import type { accessCalls } from '#shared/contract/calls/access-calls.ts';

export function accessHandlers(investigations: Investigations): HandlersOf<keyof typeof accessCalls> {
  return {
    'access.get': async () => ({ access: (await investigations.books()).access.access() }),
    'access.set': async ({ user, usesAgent }) => {
      const { access } = await investigations.books();
      return { access: await access.change((now) => ({ user: user ?? now.user, usesAgent: usesAgent ?? now.usesAgent })) };
    },
    'access.add-key': async (key) => ({ access: await (await investigations.books()).access.addKey(key) }),
    'access.remove-key': async ({ key }) => ({ access: await (await investigations.books()).access.removeKey(key) }),
    'access.put-bastion': async (bastion) => ({ access: await (await investigations.books()).access.putBastion(bastion) }),
    'access.remove-bastion': async ({ bastion }) => {
      const { access } = await investigations.books();
      return { access: await access.change(({ bastions }) => ({ bastions: bastions.filter(({ id }) => id !== bastion) })) };
    },
    'access.confirm-jump-key': async ({ bastion, key }) => {
      await investigations.confirmJumpKey(bastion, key);
      return {};
    },
    'access.give-password': async (of) => {
      await investigations.givePassword(of);
      return {};
    },
    'access.set-host': async (host) => ({ access: await (await investigations.books()).access.setHost(host) }),
    'access.host-keys': async () => {
      const { keys } = await investigations.books();
      return { machines: keys.list().map((machine) => ({ ...machine })), imported: keys.imported() };
    },
    'access.confirm-host-key': async ({ server, host, key }) => {
      await investigations.confirmKey(server, host, key);
      return {};
    },
    'access.forget-host-key': async ({ machine }) => {
      await (await investigations.books()).keys.forget(machine);
      return {};
    },
    'access.import-known-hosts': async ({ text }) => {
      const file = readKnownHosts(text);
      const { keys } = await investigations.books();
      const added = await keys.importFile(file);
      return { added, skipped: file.skipped };
    },
  };
}
