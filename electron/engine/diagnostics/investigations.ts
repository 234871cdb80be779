import type { PoolFile } from '#engine/offline/shelf.ts';
import type { Jumps } from '#engine/pools/approach.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Ports } from '#engine/ports.ts';
import { createSecrets } from '#engine/secrets/secrets.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation as View } from '#shared/contract/recovery-schema.ts';
import { parseAddress } from '#shared/domain/address/address.ts';
import { believedOf } from '#shared/domain/diagnosis/believed-of.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { isWordWhole, provenOff, type WordProblem } from '#shared/domain/diagnosis/power-proof.ts';
import type { MemberWord } from '#shared/domain/diagnosis/member-word.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostKey } from '#shared/domain/routes/attempt.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { type NetworkPlan, networkPlan } from '#shared/domain/repairs/network-plan.ts';
import { recoveryReport } from '#shared/text/recovery-report.ts';
import { planRoutes } from '#shared/domain/routes/plan.ts';
import { shortlist } from '#shared/domain/routes/shortlist.ts';
import { type AccessBook, openAccessBook } from './access-book.ts';
import { type HostKeyBook, openHostKeyBook } from './host-key-book.ts';
import { createFortuneBook, type FortuneBook } from './fortune-book.ts';
import { createGoingOn, type Of } from './going-on.ts';
import { startInvestigation } from './investigation.ts';
import type { Investigation, Surroundings } from './investigation-room.ts';
import { createJumpHosts, type JumpHosts } from './jump-hosts.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import type { Machine } from './machine.ts';
import type { Neighbour } from './neighbours.ts';
import { type KeptPlan, openPlanBook, type PlanBook } from './plan-book.ts';
import { powerLogin } from './power-login.ts';
import { readCopy } from './read-copy.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { createSlots } from './slots.ts';
import { askOverHttps } from './toolstack-word.ts';
import { openWordBook, type WordBook } from './word-book.ts';
import { bastionMachine, createServerJumps } from './server-jumps.ts';
import { openWayBook, type WayBook } from './way-book.ts';
import { sshAddressOf } from './ways.ts';
import { betweenMachine, hostMachine, routeSettings } from './whom.ts';

/** More at once would fill an administrator's firewall log, and their own line. */
const MOST_ATTEMPTS = 8;
/** More would look like an attack to a host that only does us a favour. */
const MOST_OVER_ONE = 3;

/** The hosts somebody wants reached. */
export interface Investigations {
  /** Starts, or joins what goes on already. Throws PoolsError for a host that is not there. */
  open(server: ServerId, host: HostRef): Promise<Investigation>;
  /** Throws PoolsError where none was opened. */
  of(server: ServerId, host: HostRef): Investigation;
  /** No window looks at it any more; who holds it keeps it. */
  close(server: ServerId, host: HostRef): Promise<void>;
  /** The same as opening it, for an operation, until that gives it back; whoever looks at it then keeps it. */
  hold(server: ServerId, host: HostRef): Promise<{ readonly investigation: Investigation; giveBack(): Promise<void> }>;
  /** Ends what belongs to servers that are gone. */
  sawServers(): void;
  /** What is kept of keys, bastions and addresses. Throws StoreError while a file cannot be used. */
  books(): Promise<Books>;
  /** The user's jump hosts, as ways to servers. */
  readonly serverJumps: Jumps;
  /** For a jump host; throws PoolsError for one that is not there. */
  confirmJumpKey(bastion: string, key: HostKey): Promise<void>;
  givePassword(of: { readonly bastion: string; readonly password: string; readonly isKept: boolean }): Promise<void>;
  /** Somebody has compared the key a host has shown that is known by none yet. Throws PoolsError for a host that is not there. */
  confirmKey(server: ServerId, host: HostRef, key: HostKey): Promise<void>;
  /** What it takes to reach hosts, for whoever does so while all is well. Throws StoreError while a file cannot be used. */
  lend(): Promise<LentRoom>;
  isAnyOf(server: ServerId): boolean;
  /** Somebody has compared what its toolstack shows over HTTPS; one that is not shown any more is not confirmed. Throws PoolsError where none was opened. */
  confirmCertificate(server: ServerId, host: HostRef, fingerprint: string): void;
  /** Throws PoolsError for a host that is not there. */
  networkPlan(server: ServerId, host: HostRef): Promise<{ readonly plan: NetworkPlan; readonly kept: readonly KeptPlan[] }>;
  keepNetworkPlan(server: ServerId, host: HostRef): Promise<void>;
  putPlanAway(id: string): Promise<void>;
  /** The pool as this member's copy of the database has it, beside the others. Throws NetError, DatabaseFileError. */
  readDatabase(server: ServerId, host: HostRef, signal: AbortSignal): Promise<ServerId>;
  /** Somebody vouches for the host being off. What stands against that is answered. Throws PoolsError where none was opened. */
  sayOff(
    server: ServerId,
    host: HostRef,
    word: { readonly typedName: string; readonly looked: string },
  ): Promise<WordProblem | 'not-whole' | undefined>;
  takeBackWord(server: ServerId, host: HostRef): Promise<void>;
  /** Throws PoolsError where none was opened. */
  report(server: ServerId, host: HostRef): { readonly name: string; readonly text: string };
  closeAll(): Promise<void>;
}

export interface Books {
  readonly keys: HostKeyBook;
  readonly access: AccessBook;
}

export interface InvestigationsSetup {
  readonly ports: Ports;
  readonly pools: Pools;
  readonly publish: (view: View) => void;
  readonly onBug: (error: unknown) => void;
  /** Shows a pool that is read from a file. */
  readonly addFile: (file: PoolFile) => Promise<ServerId>;
}

export interface LentRoom extends Books {
  readonly ways: WayBook;
  readonly jumps: JumpHosts;
  readonly keyring: Keyring;
}

interface Shared extends LentRoom {
  readonly words: WordBook;
  readonly plans: PlanBook;
}

export function createInvestigations(setup: InvestigationsSetup): Investigations {
  const { ports, pools } = setup;
  const { clock } = ports;
  const slots = createSlots({ most: MOST_ATTEMPTS, mostOverOne: MOST_OVER_ONE });
  const memberWords = createSharedAnswers<MemberWord | undefined>(clock);
  const fortunes = new Map<ServerId, FortuneBook>();
  const goingOn = createGoingOn();
  const secrets = createSecrets(ports.random.id);
  const keyring = createKeyring({
    secrets,
    vault: ports.vault,
    poolLogin: ({ server }) => pools.login(server),
    ownKeys: async () => await (await shared()).access.ownKeys(),
  });
  const files = { folder: ports.paths.data, newId: ports.random.id };
  let opening: Promise<Shared> | undefined;

  async function openShared(): Promise<Shared> {
    const keys = await openHostKeyBook(files);
    const access = await openAccessBook({ ...files, vault: ports.vault, secrets, agent: ports.sshAgent });
    const jumps = createJumpHosts({ clock, keys, keyring });
    return { keys, access, words: await openWordBook(files), plans: await openPlanBook(files), ways: await openWayBook(files), jumps, keyring };
  }

  async function shared(): Promise<Shared> {
    opening ??= openShared();
    try {
      return await opening;
    } catch (error) {
      // Asked again it may be readable: a share that was away, a release that was put back.
      opening = undefined;
      throw error;
    }
  }

  function fortunesOf(server: ServerId): FortuneBook {
    const found = fortunes.get(server) ?? createFortuneBook(clock);
    fortunes.set(server, found);
    return found;
  }

  const machineOf = (server: ServerId, host: HostRef, user: string): Machine => hostMachine(pools, { server, host, user });

  function othersOf(server: ServerId, host: HostRef, user: string): readonly Neighbour[] {
    return [...pools.inventory(server).host].flatMap(([ref, { address }]) => {
      const at = parseAddress(address);
      return ref === host || at === undefined ? [] : [{ host: ref, at: { machine: machineOf(server, ref, user), at: sshAddressOf(at.host) } }];
    });
  }

  /** By their controllers, where somebody looks for them as well, or by somebody's word. */
  function provenOffIn(server: ServerId, except: HostRef, words: WordBook): ReadonlySet<string> {
    const off = [...pools.inventory(server).host].filter(([ref, { uuid }]) => {
      if (ref === except) return false;
      const looked = goingOn.get({ server, host: ref })?.isProvenOff();
      return looked ?? provenOff({ bmc: { is: 'not-asked' }, word: words.of(uuid), sight: emptySight, nowMs: clock.now() }) !== undefined;
    });
    return new Set(off.map(([, { uuid }]) => uuid));
  }

  function asOfMs(server: ServerId): number {
    const state = pools.list().find(({ id }) => id === server)?.state;
    return state?.is === 'stale' || state?.is === 'closed' ? state.sinceMs : clock.now();
  }

  function planOf(server: ServerId, host: HostRef): NetworkPlan {
    return requireKnown(networkPlan(pools.inventory(server), { host, asOfMs: asOfMs(server) }));
  }

  async function surroundings(server: ServerId, host: HostRef): Promise<Surroundings> {
    const { keys, jumps, access, words, ways } = await shared();
    const machine = machineOf(server, host, access.access().user);
    // A server that is disconnected ends its investigations a moment later; until then what was known stays.
    let last = pools.inventory(server);
    const isThere = (): boolean => pools.list().some(({ id }) => id === server);
    const inventory = (): Inventory => {
      if (isThere()) last = pools.inventory(server);
      return last;
    };
    let lastBelieved = requireKnown(believedOf(last, { host, asOfMs: asOfMs(server) }));
    return {
      room: { clock, keys, keyring },
      jumps,
      slots,
      fortunes: fortunesOf(server),
      memberWords,
      machine: () => machine,
      believed() {
        lastBelieved = believedOf(inventory(), { host, asOfMs: asOfMs(server) }) ?? lastBelieved;
        return lastBelieved;
      },
      plan: (history) =>
        shortlist(
          planRoutes({
            inventory: inventory(),
            asOfMs: asOfMs(server),
            host,
            settings: routeSettings(access.access(), { uuid: machine.id, bmcAddress: ways.of(machine.id)?.bmcAddress }),
            history: new Map([...ways.history(machine.id), ...history]),
            nowMs: clock.now(),
          }),
        ),
      askToolstack(to, signal) {
        const login = pools.login(server);
        return login === undefined ? undefined : askOverHttps(pools.rpc(server)(to, machine.address), login, signal);
      },
      reach: pools.reach(server),
      between: (via) => (isThere() ? betweenMachine(pools, { server, via, access: access.access() }) : undefined),
      others: () => (isThere() ? othersOf(server, host, access.access().user) : []),
      powerLogin: async (signal) => (isThere() ? await powerLogin({ pools, access }, { server, host, signal }) : undefined),
      word: () => words.of(machine.id),
      provenOff: () => (isThere() ? provenOffIn(server, host, words) : new Set()),
      onRunning(word) {
        if (isThere()) pools.witnesses(server).heard(host, word);
      },
      publish: setup.publish,
      onBug: setup.onBug,
      newId: ports.random.id,
    };
  }

  /** Wanted from the moment on that it is found: between the two nobody may end it. */
  async function begun<T>(of: Of, want: (of: Of) => T): Promise<{ readonly investigation: Investigation; readonly wanted: T }> {
    const around = await surroundings(of.server, of.host);
    const found = goingOn.get(of);
    if (found !== undefined) return { investigation: found, wanted: want(of) };
    keyring.forgetRefusals(around.machine());
    const investigation = startInvestigation(of, around);
    goingOn.begin(of, investigation);
    return { investigation, wanted: want(of) };
  }

  function known(server: ServerId, host: HostRef): Investigation {
    return requireKnown(goingOn.get({ server, host }));
  }

  return {
    books: shared,
    serverJumps: createServerJumps({ keyring, shared }),
    async confirmJumpKey(bastion, key) {
      const { keys, access } = await shared();
      const { name } = requireKnown(access.access().bastions.find(({ id }) => id === bastion));
      await keys.confirm({ machine: bastionMachine(bastion), name, keys: [key], atMs: clock.now() });
    },
    async givePassword({ bastion, password, isKept }) {
      requireKnown((await shared()).access.access().bastions.find(({ id }) => id === bastion));
      keyring.give({ id: bastionMachine(bastion) }, password, isKept);
    },
    lend: shared,
    isAnyOf: (server) => goingOn.servers().has(server),
    open: async (server, host) => (await begun({ server, host }, goingOn.watch)).investigation,
    async hold(server, host) {
      const { investigation, wanted } = await begun({ server, host }, goingOn.hold);
      return { investigation, giveBack: wanted };
    },
    of: known,
    async confirmKey(server, host, key) {
      const { keys, access } = await shared();
      const { id, name } = machineOf(server, host, access.access().user);
      if (keys.known(id).length === 0) await keys.confirm({ machine: id, name, keys: [key], atMs: clock.now() });
    },
    async networkPlan(server, host) {
      const plan = planOf(server, host);
      return { plan, kept: (await shared()).plans.of(plan.host.uuid) };
    },
    keepNetworkPlan: async (server, host) => await (await shared()).plans.keep(planOf(server, host), clock.now()),
    putPlanAway: async (id) => await (await shared()).plans.putAway(id),
    async sayOff(server, host, { typedName, looked }) {
      const investigation = known(server, host);
      const name = requireKnown(pools.inventory(server).host.get(host)?.name);
      const problem = investigation.view().wordProblem ?? (isWordWhole({ typedName, looked }, name) ? undefined : 'not-whole');
      if (problem !== undefined) return problem;
      const { words } = await shared();
      const by = ports.person;
      await words.say({ host: investigation.input().believed.host.uuid, name, atMs: clock.now(), by, looked });
      ports.log.info('host.said-off', { server });
      investigation.wordChanged();
      return undefined;
    },
    async takeBackWord(server, host) {
      const investigation = known(server, host);
      await (await shared()).words.takeBack(investigation.input().believed.host.uuid, clock.now());
      investigation.wordChanged();
    },
    async readDatabase(server, host, signal) {
      const investigation = known(server, host);
      const name = pools.inventory(server).host.get(host)?.name ?? '';
      return await setup.addFile(await readCopy(investigation, { name, signal }));
    },
    report(server, host) {
      const investigation = known(server, host);
      const name = requireKnown(pools.inventory(server).host.get(host)?.name);
      const pool = onlyPool(pools.inventory(server))?.pool.name ?? '';
      const nowMs = clock.now();
      const text = recoveryReport({ name, pool, nowMs, investigation: investigation.view() });
      return { name: `${name.replaceAll(/[^\w.-]/g, '-')}-${new Date(nowMs).toISOString().slice(0, 10)}.txt`, text };
    },
    confirmCertificate(server, host, fingerprint) {
      const investigation = known(server, host);
      const says = investigation.view().toolstack?.says;
      if (says?.is !== 'untrusted' || says.fingerprint !== fingerprint) return;
      pools.confirm(server, { address: investigation.address(), fingerprint });
      ports.log.info('host.certificate-confirmed', { server });
      investigation.checkAgain();
    },
    close: async (server, host) => await goingOn.leave({ server, host }),
    sawServers() {
      const present = new Set(pools.list().map(({ id }) => id));
      for (const server of fortunes.keys()) if (!present.has(server)) fortunes.delete(server);
      for (const server of goingOn.servers()) if (!present.has(server)) goingOn.endOf(server).catch(setup.onBug);
    },
    async closeAll() {
      await Promise.all([...goingOn.servers()].map(goingOn.endOf));
      (await opening)?.jumps.close();
      keyring.close();
    },
  };
}

function requireKnown<T>(known: T | undefined): T {
  if (known === undefined) throw new PoolsError({ kind: 'gone' });
  return known;
}
