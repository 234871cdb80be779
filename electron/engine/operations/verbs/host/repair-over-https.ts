import { NetError } from '#engine/net/net-error.ts';
import type { HostShell, LentToolstack } from '#engine/operations/host-shell.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { pause } from '#engine/time.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { callLine, type HttpsCall, httpsCalls, httpsOffers } from '#shared/domain/repairs/https-repairs.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { refused } from './offered.ts';
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
  const asMaster = calls.filter(({ as }) => as === 'master');
  const needsOff = repairTable[request.repair].needs.includes('master-proven-off');
  const run: { begun?: readonly HttpsCall[] } = {};

  async function say(doing: Doing, toolstack: LentToolstack, of: readonly HttpsCall[]): Promise<void> {
    run.begun = [...(run.begun ?? []), ...of];
    await toolstack.call(of, doing.closing);
  }

  return {
    steps: [
      'check',
      ...(needsOff ? (['prove-off'] as const) : []),
      'prove-certificate',
      'call-toolstack',
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
      await doing.step('call-toolstack', async () => {
        doing.tooLateToCancel();
        await say(
          doing,
          toolstack,
          calls.filter(({ as }) => as === 'host'),
        );
        await pause(doing.clock, FUSE_MS, doing.closing);
      });
      if (asMaster.length > 0) await doing.step('call-master', async () => await onceReady(doing, async () => await say(doing, toolstack, asMaster)));
      await doing.step('await-toolstack', async () => await untilShown(doing, { request, toolstack }));
    },
    left: () =>
      run.begun === undefined ? [{ is: 'may-go-on' }] : run.begun.length === 0 ? [] : [{ is: 'lines-run', lines: run.begun.map(callLine) }],
  };
}

/** As it is offered now; throws with everything that stands in its way. */
function offered({ repair, parameters }: Request, watched: HostShell): LentToolstack {
  const toolstack = watched.toolstack();
  if (toolstack === undefined) throw refused([{ rule: 'not-reached' }]);
  const offer = httpsOffers(watched.input(), toolstack.word).find((each) => each.repair === repair);
  const lines = (httpsCalls(repair, parameters) ?? []).map(callLine);
  if (offer === undefined || offer.commands.join('\n') !== lines.join('\n')) throw refused([{ rule: 'not-offered' }]);
  if (offer.blockedBy.length > 0) throw refused(offer.blockedBy.map((condition) => ({ rule: 'not-proven', condition })));
  return toolstack;
}

/** A moment before: the certificate is the one this host is known by, and it lets us in. */
async function proveCertificate(doing: Doing, toolstack: LentToolstack): Promise<void> {
  const says = await toolstack.says(doing.closing);
  if (says.is !== 'healthy' && says.is !== 'emergency') throw refused([{ rule: 'not-proven', condition: 'certificate-known' }]);
  if (doing.cancelling.aborted) throw new Cancelled(false);
}

async function onceReady({ clock, closing }: Doing, work: () => Promise<void>): Promise<void> {
  const untilMs = clock.now() + PROOF_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      closing.throwIfAborted();
      const isOnItsWay = error instanceof NetError || (error instanceof XapiError && NOT_YET.has(error.code));
      if (!isOnItsWay || clock.now() + ASK_EVERY_MS > untilMs) throw error;
      await pause(clock, ASK_EVERY_MS, closing);
    }
  }
}

async function untilShown(doing: Doing, of: { readonly request: Request; readonly toolstack: LentToolstack }): Promise<void> {
  const { clock, closing } = doing;
  const untilMs = clock.now() + PROOF_MS;
  while (!(await isShown(doing, of))) {
    if (clock.now() + ASK_EVERY_MS > untilMs) throw new OperationError({ kind: 'not-confirmed' });
    await pause(clock, ASK_EVERY_MS, closing);
  }
}

/** The pool has it back; a new master can say that only itself, and so can a host that was freed of high availability. */
async function isShown(
  { pool, closing }: Doing,
  { request, toolstack }: { readonly request: Request; readonly toolstack: LentToolstack },
): Promise<boolean> {
  const { repair, host } = request;
  if (repair !== 'promote' && repair !== 'emergency-disable-ha') return isHostLive(pool.inventory(), host);
  try {
    const says = await toolstack.says(closing);
    return says.is === 'healthy' || (repair === 'emergency-disable-ha' && says.is === 'emergency' && says.code?.startsWith('HA_') !== true);
  } catch (error) {
    if (error instanceof NetError && !closing.aborted) return false;
    throw error;
  }
}
