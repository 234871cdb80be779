import { NetError } from '#engine/net/net-error.ts';
import type { HostShell, LentToolstack } from '#engine/operations/host-shell.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import { callLine, type HttpsCall, httpsCalls, httpsOffers, type ToolstackWord } from '#shared/domain/repairs/https-repairs.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { refused, requireProven } from './offered.ts';
import { proveOff, type ShellOf } from './repair.ts';

type Request = RequestOf<'host.repair'>;

/** The toolstack says yes first, and starts in its new role ten seconds later. */
const FUSE_MS = 15_000;
const ASK_EVERY_MS = 5_000;
/** As long as a member takes at most to try its master again, and some more. */
const PROOF_MS = 360_000;
/** A toolstack on its way up says one of these, or nothing at all. */
const NOT_YET: ReadonlySet<string> = new Set(['HOST_STILL_BOOTING', 'HOST_IS_SLAVE', 'HOST_OFFLINE']);

/** What a host's own toolstack can do for it where no shell is open: asked over HTTPS, of the machine whose certificate the pool knows. */
export function repairOverHttps(request: Request, shellOf: ShellOf): Verb {
  const calls = httpsCalls(request.repair, request.parameters) ?? [];
  const asHost = calls.filter(({ as }) => as === 'host');
  const asMaster = calls.filter(({ as }) => as === 'master');
  const needsOff = repairTable[request.repair].needs.includes('master-proven-off');
  const run: { begun?: readonly HttpsCall[]; startedBefore?: string | undefined } = {};

  async function say(doing: Doing, toolstack: LentToolstack, of: readonly HttpsCall[]): Promise<void> {
    run.begun = [...new Set([...(run.begun ?? []), ...of])];
    try {
      await toolstack.call(of, doing.closing);
    } catch (error) {
      // Whoever listens there begins anew with the new certificate, and the answer may be lost in that: what is shown next tells.
      const isCutOff = error instanceof NetError && error.reason.kind === 'unreachable' && error.reason.why === 'closed';
      if (request.repair !== 'reset-certificate' || !isCutOff || doing.closing.aborted) throw error;
    }
  }

  return {
    steps: [
      'check',
      ...(needsOff ? (['prove-off'] as const) : []),
      'prove-certificate',
      ...(asHost.length > 0 ? (['call-toolstack'] as const) : []),
      ...(asMaster.length > 0 ? (['call-master'] as const) : []),
      'await-toolstack',
    ],
    async run(doing) {
      run.begun = [];
      const watched = shellOf(request.host);
      if (watched === undefined) throw refused([{ rule: 'not-reached' }]);
      if (needsOff) await doing.step('prove-off', async () => await proveOff(doing, watched, shellOf));
      const toolstack = offered(request, watched);
      await doing.step('prove-certificate', async () => await proveCertificate(doing, toolstack));
      if (request.repair === 'restart-toolstack') run.startedBefore = await startOf(toolstack, request, doing.closing);
      if (asHost.length > 0) {
        await doing.step('call-toolstack', async () => {
          doing.tooLateToCancel();
          await say(doing, toolstack, asHost);
          // A certificate is another at once.
          if (request.repair !== 'reset-certificate') await pause(doing.clock, FUSE_MS, doing.closing);
        });
      }
      if (asMaster.length > 0) {
        await doing.step('call-master', async () => {
          doing.tooLateToCancel();
          await onceReady(doing, async () => await say(doing, toolstack, asMaster));
        });
      }
      await doing.step('await-toolstack', async () => await untilShown(doing, { request, toolstack, startedBefore: run.startedBefore }));
    },
    left: () =>
      run.begun === undefined ? [{ is: 'may-go-on' }] : run.begun.length === 0 ? [] : [{ is: 'lines-run', lines: run.begun.map(callLine) }],
  };
}

/** As it is offered now; throws with everything that stands in its way. */
function offered(request: Request, watched: HostShell): LentToolstack {
  const { repair, parameters } = request;
  const toolstack = watched.toolstack();
  if (toolstack === undefined) throw refused([{ rule: 'not-reached' }]);
  const offer = httpsOffers(watched.input(), toolstack.word).find((each) => each.repair === repair);
  const lines = (httpsCalls(repair, parameters) ?? []).map(callLine);
  if (offer === undefined || offer.commands.join('\n') !== lines.join('\n')) throw refused([{ rule: 'not-offered' }]);
  requireProven(offer, request);
  return toolstack;
}

/** A moment before: the certificate is the one this host is known by, and it lets us in. */
async function proveCertificate(doing: Doing, toolstack: LentToolstack): Promise<void> {
  const says = await toolstack.says(doing.closing);
  if (says.is !== 'healthy' && says.is !== 'emergency') throw refused([{ rule: 'not-proven', condition: 'certificate-known' }]);
  if (doing.cancelling.aborted) throw new Cancelled(false);
}

function isOnItsWay(error: unknown): boolean {
  return error instanceof NetError || (error instanceof XapiError && NOT_YET.has(error.code));
}

async function onceReady({ clock, closing }: Doing, work: () => Promise<void>): Promise<void> {
  const untilMs = clock.now() + PROOF_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      closing.throwIfAborted();
      if (!isOnItsWay(error) || clock.now() + ASK_EVERY_MS > untilMs) throw error;
      await pause(clock, ASK_EVERY_MS, closing);
    }
  }
}

interface Waited {
  readonly request: Request;
  readonly toolstack: LentToolstack;
  readonly startedBefore: string | undefined;
}

async function untilShown(doing: Doing, of: Waited): Promise<void> {
  const { clock, closing } = doing;
  const untilMs = clock.now() + PROOF_MS;
  while (!(await isShown(doing, of))) {
    if (clock.now() + ASK_EVERY_MS > untilMs) throw new OperationError({ kind: 'not-confirmed' });
    await pause(clock, ASK_EVERY_MS, closing);
  }
}

/** Where the host itself tells whether it has helped: a new master is well, high availability is not its trouble any more, its certificate is another. */
const shownBy: Partial<Readonly<Record<RepairId, (says: ToolstackWord['says']) => boolean>>> = {
  promote: ({ is }) => is === 'healthy',
  'emergency-disable-ha': ({ is, code }) => is === 'healthy' || (is === 'emergency' && code?.startsWith('HA_') !== true),
  'reset-certificate': ({ is }) => is === 'untrusted',
};

/** By the pool, which has it back, or by the host. */
async function isShown({ pool, closing }: Doing, { request, toolstack, startedBefore }: Waited): Promise<boolean> {
  const { repair, host } = request;
  const isSaidByItself = shownBy[repair];
  if (isSaidByItself === undefined && repair !== 'restart-toolstack') return isHostLive(pool.inventory(), host);
  try {
    if (isSaidByItself === undefined) return (await startOf(toolstack, request, closing)) !== startedBefore;
    return isSaidByItself(await toolstack.says(closing));
  } catch (error) {
    if (!closing.aborted && isOnItsWay(error)) return false;
    throw error;
  }
}

/** When a master's toolstack says that it has started. */
async function startOf(toolstack: LentToolstack, { parameters }: Request, signal: AbortSignal): Promise<string | undefined> {
  const [config] = await toolstack.call([{ call: 'host.get_other_config', parameters: [parameters['ref']], as: 'master' }], signal);
  const started: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, 'agent_start_time') : undefined;
  return typeof started === 'string' ? started : undefined;
}
