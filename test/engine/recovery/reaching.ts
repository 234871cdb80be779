import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostKeyBook } from '#engine/diagnostics/host-key-book.ts';
import { startInvestigation } from '#engine/diagnostics/investigation.ts';
import type { Investigation } from '#engine/diagnostics/investigation-room.ts';
import { createJumpHosts } from '#engine/diagnostics/jump-hosts.ts';
import { createKeyring } from '#engine/diagnostics/keyring.ts';
import { createFortuneBook } from '#engine/diagnostics/fortune-book.ts';
import type { Machine } from '#engine/diagnostics/machine.ts';
import { createSharedAnswers } from '#engine/diagnostics/shared-answers.ts';
import { createSlots } from '#engine/diagnostics/slots.ts';
import { createDialer } from '#engine/net/dialer.ts';
import { directRoute, type Lead, mappedRoute } from '#engine/net/route.ts';
import { createSecrets } from '#engine/secrets/secrets.ts';
import { systemClock } from '#hosting/system-ports.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { type Investigation as View, investigationSchema } from '#shared/contract/recovery-schema.ts';
import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ShellWitness } from '#shared/domain/liveness/witness.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import { aTestVault } from '#test/support/test-vault.ts';

const SERVER = 'pool' as ServerId;
const DARK = 'dark' as HostRef;
export const DARK_UUID = '6f3c0f9a-8f0e-4c39-9a52-0c1f6b1f7a11';
export const MEMBER_UUID = 'a1c0e0d2-11d4-4b8e-93f0-1d7a66d3e5b2';
const MEMBER = 'member' as HostRef;

/** One host looked for over routes of the test's own. */
export interface Reaching extends AsyncDisposable {
  readonly investigation: Investigation;
  readonly said: readonly View[];
  readonly running: readonly ShellWitness[];
  readonly bugs: readonly unknown[];
  /** From now on this address leads there. */
  lead(address: string, port: number): void;
  /** Resolves with the first view, past or future, of which this is so. */
  heard(isSo: (view: View) => boolean): Promise<View>;
}

export interface ReachingHow {
  readonly routes: readonly RouteCandidate[];
  /** Where addresses lead: `10.0.0.1:22` to a port of this computer. */
  readonly ports: Readonly<Record<string, number>>;
  readonly password?: string;
}

export async function reaching(how: ReachingHow): Promise<Reaching> {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-recovery-'));
  let ids = 0;
  const newId = (): string => `id-${(ids += 1)}`;
  const keys = await openHostKeyBook({ folder, newId });
  const keyring = createKeyring({
    secrets: createSecrets(newId),
    vault: aTestVault(),
    poolLogin: () => (how.password === undefined ? undefined : { user: 'root', password: how.password }),
    ownKeys: async () => await Promise.resolve([]),
  });
  const room = { clock: systemClock, keys, keyring };
  const jumps = createJumpHosts(room);
  const dialer = createDialer(systemClock);
  const leads = new Map<string, Lead>(Object.entries(how.ports).map(([address, port]) => [address, { address: { host: '127.0.0.1', port } }]));
  const approach = { trust: { accepts: () => false, doubtsAbout: () => ({}) }, route: mappedRoute(leads, directRoute) };
  const machine: Machine = { server: SERVER, id: DARK_UUID, name: 'dark', address: '10.0.0.1', user: 'root', isHost: true };
  const believed: Believed = {
    asOfMs: 0,
    host: { uuid: DARK_UUID, name: 'dark', address: '10.0.0.1' },
    isMaster: false,
    hosts: [],
    isHaEnabled: false,
    pifs: [],
    pbds: [],
    vms: [],
  };
  const running: ShellWitness[] = [];
  const said: View[] = [];
  const bugs: unknown[] = [];
  const waiting = new Set<() => void>();
  const investigation = startInvestigation(
    { server: SERVER, host: DARK },
    {
      room,
      jumps,
      slots: createSlots({ most: 8, mostOverOne: 3 }),
      fortunes: createFortuneBook(systemClock),
      memberWords: createSharedAnswers(systemClock),
      machine: () => machine,
      believed: () => believed,
      onRunning: (word) => void running.push(word),
      askToolstack: () => undefined,
      others: () => [],
      powerLogin: async () => await Promise.resolve(undefined),
      word: () => undefined,
      provenOff: () => new Set(),
      plan: () => ({ routes: how.routes, leftOut: 0 }),
      reach: async (to, signal) => await dialer.reach(to, approach, signal),
      between: () => ({ machine: { ...machine, id: MEMBER_UUID, name: 'member', address: '10.0.0.2' }, at: { host: '10.0.0.2', port: 22 } }),
      publish(view) {
        said.push(investigationSchema.parse(JSON.parse(JSON.stringify(view))));
        for (const look of waiting) look();
      },
      onBug: (error) => void bugs.push(error),
      newId,
    },
  );
  return {
    investigation,
    said,
    running,
    bugs,
    lead: (address, port) => void leads.set(address, { address: { host: '127.0.0.1', port } }),
    async heard(isSo) {
      const { promise, resolve } = Promise.withResolvers<View>();
      const look = (): void => {
        const found = said.find(isSo);
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      return await promise.finally(() => waiting.delete(look));
    },
    async [Symbol.asyncDispose]() {
      await investigation.close();
      jumps.close();
      keyring.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function aRoute(kind: RouteCandidate['kind'], address: string, isOverMember = false): RouteCandidate {
  return {
    id: `${kind} ${address}`,
    kind,
    address,
    port: 22,
    score: 0,
    because: [],
    ...(isOverMember && { via: { is: 'member', host: MEMBER, name: 'member' } }),
  };
}

/** Says yes to every key that is shown, until it is connected. */
export async function acceptingKeys(reached: Reaching): Promise<View> {
  for (const seen = new Set<string>(); ; ) {
    const view = await reached.heard(({ question, is }) => is === 'connected' || (question?.is === 'host-key' && !seen.has(question.id)));
    if (view.question?.is !== 'host-key') return view;
    seen.add(view.question.id);
    await reached.investigation.answer(view.question.id, { is: 'accept-key' });
  }
}
