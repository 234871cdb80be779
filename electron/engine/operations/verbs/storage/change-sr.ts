import { confirm } from '#engine/operations/confirm.ts';
import { OperationError } from '#engine/operations/operation-error.ts';
import { doAsTask, followTask } from '#engine/operations/server-task.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import { repeatAsTask } from '#engine/operations/repeatable-task.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { SrRequest } from '#shared/domain/operations/storage-request.ts';
import { readXml, unescaped } from '#shared/domain/storage/discovery/xml.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';
import { connectedHosts, connectHosts, disconnectHosts, remarkOutcomes } from './connect.ts';
import { setDefault } from './default-sr.ts';

export function changeSr(request: SrRequest): Verb {
  const { sr } = request;
  const left = (inventory: Inventory): ReturnType<Verb['left']> =>
    inventory.sr.has(sr) ? [{ is: 'storage', hosts: connectedHosts(inventory, sr) }] : [{ is: 'object-gone' }];
  switch (request.kind) {
    case 'sr.repair':
      return { steps: ['check', 'connect-hosts'], run: async (doing) => await repair(doing, request), left };
    case 'sr.detach':
      return { steps: ['check', 'disconnect-hosts', 'confirm'], run: async (doing) => await detach(doing, sr), left };
    case 'sr.forget':
      return removal(request, 'forget', async (session) => await session.startTask('SR.forget', [sr]));
    case 'sr.destroy':
      return removal(request, 'destroy', async (session) => await session.startTask('SR.destroy', [sr]));
    case 'sr.rescan':
      return rescan(request, left);
    case 'sr.set-default':
      return setDefault(sr);
    case 'sr.trim':
      return trim(sr, left);
    default:
      return unreachable(request);
  }
}

/** Hosts that are away are left for later; what fails elsewhere is told host by host. */
async function repair(doing: Doing, { sr, host }: Extract<SrRequest, { kind: 'sr.repair' }>): Promise<void> {
  await doing.step('connect-hosts', async () => {
    const outcomes = await connectHosts(doing, sr, { only: host });
    const failed = outcomes.filter(({ error }) => error !== undefined);
    const [first] = failed;
    // Nothing was mended, so nothing was done.
    if (first !== undefined && failed.length === outcomes.length) throw first.error;
    remarkOutcomes(doing, sr, outcomes);
  });
}

async function detach(doing: Doing, sr: SrRequest['sr']): Promise<void> {
  await doing.step('disconnect-hosts', async () => await disconnectHosts(doing, sr));
  doing.tooLateToCancel();
  await doing.step('confirm', async () => await confirm(doing, (pool) => connectedHosts(pool.inventory(), sr).length === 0));
}

function removal(request: SrRequest, operation: string, start: (session: Session) => Promise<TaskRef>): Verb {
  const { sr } = request;
  const find = (inventory: Inventory): TaskRef | undefined => taskOf(inventory, request, operation);
  const gone = async (doing: Doing): Promise<void> =>
    await doing.step('confirm', async () => await confirm(doing, (pool) => !pool.inventory().sr.has(sr)));
  return {
    steps: ['check', 'disconnect-hosts', 'act', 'confirm'],
    async run(doing) {
      await doing.step('disconnect-hosts', async () => await disconnectHosts(doing, sr));
      const begin = { start, find: () => find(doing.pool.inventory()), isReached: () => !doing.pool.inventory().sr.has(sr) };
      await doing.step('act', async () => await doAsTask(doing, begin));
      await gone(doing);
    },
    task: {
      find,
      async watch(doing, task) {
        await doing.step('act', async () => await followTask(doing, task));
        await gone(doing);
      },
    },
    left: (inventory) => (inventory.sr.has(sr) ? [{ is: 'storage', hosts: connectedHosts(inventory, sr) }] : [{ is: 'object-gone' }]),
  };
}

/** Operations stand on the object by the reference of their task. */
function taskOf(inventory: Inventory, { sr }: SrRequest, operation: string): TaskRef | undefined {
  const running = Object.entries(inventory.sr.get(sr)?.currentOperations ?? {}).find(([, name]) => name === operation)?.[0];
  return [...inventory.task.keys()].find((task) => task === running);
}

function rescan(request: SrRequest, left: Verb['left']): Verb {
  const { sr } = request;
  const find = (inventory: Inventory): TaskRef | undefined => taskOf(inventory, request, 'scan');
  return {
    steps: ['check', 'act'],
    async run(doing) {
      await doing.step('act', async () => await repeatAsTask(doing, async (session) => await session.startTask('SR.scan', [sr])));
    },
    task: { find, watch: async (doing, task) => await doing.step('act', async () => await followTask(doing, task)) },
    left,
  };
}

function trim(sr: SrRequest['sr'], left: Verb['left']): Verb {
  return {
    steps: ['check', 'act'],
    async run(doing) {
      await doing.step('act', async () => readTrim(await repeatAsTask(doing, trimming(doing, sr))));
    },
    left,
  };
}

function trimming({ pool }: Doing, sr: SrRequest['sr']): (session: Session) => Promise<TaskRef> {
  const inventory = pool.inventory();
  const link = [...inventory.pbd.values()].find((pbd) => pbd.sr === sr && pbd.isAttached);
  const uuid = inventory.sr.get(sr)?.uuid ?? '';
  const host = link?.host;
  if (host === undefined || host === null) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'sr-not-connected' }] });
  return async (session) => await session.startTask('host.call_plugin', [host, 'trim', 'do_trim', { sr_uuid: uuid }]);
}

/** The plug-in answers with a word, or with a document that holds an error of its own, both written as values of XML are. */
function readTrim(result: string | undefined): void {
  const answer = unescaped(result ?? '').trim();
  if (answer.toLowerCase() !== 'true') throw new XapiError('SR_BACKEND_FAILURE', ['trim', saidBy(answer), '']);
}

function saidBy(answer: string): string {
  const pairs = readXml(answer)?.children ?? [];
  const values = pairs.map(({ children }) => children.find(({ name }) => name === 'value')?.text ?? '').filter((text) => text !== '');
  return values.length === 0 ? answer.slice(0, 200) : values.join(': ');
}
