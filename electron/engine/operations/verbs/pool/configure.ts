import { confirm } from '#engine/operations/confirm.ts';
import { Cancelled, OperationError } from '#engine/operations/operation-error.ts';
import type { Doing, Verb } from '#engine/operations/verb.ts';
import type { Session } from '#engine/xapi/session.ts';
import { operationRequest, type Requested } from '#shared/contract/request-schema.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { PoolRef } from '#shared/domain/inventory/watched.ts';
import type { PoolRequestOf } from '#shared/domain/operations/pool-request.ts';
import {
  isSameSettingValue,
  MIGRATION_NETWORK_KEY,
  type PoolChanges,
  type PoolSetting,
  type PoolSettings,
  poolSettingsNow,
  settingsToChange,
  someSettings,
} from '#shared/domain/operations/pool-settings.ts';
import type { CallName, ParametersOf } from '#shared/xapi/caller.ts';

type Request = PoolRequestOf<'pool.configure'>;

const NOTHING = 'OpaqueRef:NULL';

const wire = {
  name: 'name_label',
  description: 'name_description',
  tags: 'tags',
  defaultSr: 'default_SR',
  suspendImageSr: 'suspend_image_SR',
  crashDumpSr: 'crash_dump_SR',
  migrationNetwork: 'other_config',
  compressesMigration: 'migration_compression',
  mayOvercommitHa: 'ha_allow_overcommit',
  isIgmpSnooping: 'igmp_snooping_enabled',
  isLivePatchingOff: 'live_patching_disabled',
} as const satisfies Record<PoolSetting, string>;

/** One setting after another, each only where nobody else has changed it; if one is refused, those before it are taken back. */
export function configurePool({ changes, was }: Request): Verb {
  return {
    steps: ['check', 'compare', 'write-new-value', 'confirm'],
    async run(doing) {
      const { ref, settings } = poolNow(doing.pool.inventory());
      const names = settingsToChange(settings, changes);
      const before = await doing.step('compare', async () => await compared(doing, ref, { ...settings, ...definedOf(was) }, names));
      if (doing.cancelling.aborted) throw new Cancelled(false);
      doing.knew(JSON.stringify(before));
      await doing.step('write-new-value', async () => {
        for (const [index, name] of names.entries()) {
          if (doing.cancelling.aborted) throw new Cancelled(false);
          doing.onUndo({
            undo: async () => {
              await writeIfOurs(doing, ref, { name, ours: changes, before });
              return { is: 'value-restored' };
            },
            otherwise: { is: 'partly-done', done: index + 1, of: names.length },
          });
          await write(doing, ref, { name, to: changes });
          doing.progress((index + 1) / names.length);
        }
        doing.tooLateToCancel();
      });
      await doing.step('confirm', async () => {
        await confirm(doing, (pool) => settingsToChange(poolNow(pool.inventory()).settings, changes).length === 0);
      });
    },
    left(inventory) {
      const { settings } = poolNow(inventory);
      const asked = Object.values(definedOf(changes)).length;
      return [{ is: 'partly-done', done: asked - settingsToChange(settings, changes).length, of: asked }];
    },
  };
}

/** The request that brings back what was written down; undefined when that makes no sense any more. */
export function poolSettingsBefore(request: Request, known: string | readonly string[]): Requested | undefined {
  const changes: unknown = typeof known === 'string' ? JSON.parse(known) : undefined;
  const parsed = operationRequest.safeParse({ kind: request.kind, server: request.server, changes, was: request.changes });
  return parsed.success ? parsed.data : undefined;
}

function poolNow(inventory: Inventory): { readonly ref: PoolRef; readonly settings: PoolSettings } {
  const found = onlyPool(inventory);
  if (found === undefined) throw new OperationError({ kind: 'precheck', problems: [{ rule: 'not-there' }] });
  return { ref: found.ref, settings: poolSettingsNow(found.pool) };
}

function definedOf(changes: PoolChanges | undefined): Partial<PoolSettings> {
  return Object.fromEntries(Object.entries(changes ?? {}).filter(([, value]) => value !== undefined)) as Partial<PoolSettings>;
}

/** What the server has of each now, which must be what whoever asked had seen. */
async function compared(doing: Doing, ref: PoolRef, seen: PoolSettings, names: readonly PoolSetting[]): Promise<PoolChanges> {
  const signal = AbortSignal.any([doing.cancelling, doing.closing]);
  const now = await doing.pool.ask({ safe: true, signal }, async (session) => {
    const values: Record<string, unknown> = {};
    for (const name of names) values[name] = await read(session, ref, name);
    return values;
  });
  const other = names.find((name) => !isSameSettingValue(now[name], seen[name]));
  if (other !== undefined) throw new OperationError({ kind: 'changed-meanwhile', now: shown(doing.pool.inventory(), now[other]) });
  return someSettings(now, names);
}

function shown(inventory: Inventory, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  const named =
    [...inventory.sr].find(([ref]) => ref === value)?.[1].name ?? [...inventory.network.values()].find(({ uuid }) => uuid === value)?.name;
  return named ?? String(value ?? '');
}

async function read(session: Session, ref: PoolRef, name: PoolSetting): Promise<unknown> {
  const answer = await call(session, `pool.get_${wire[name]}`, [ref]);
  if (name !== 'migrationNetwork') return answer === NOTHING || answer === '' ? emptyOf(name) : answer;
  const entry: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, MIGRATION_NETWORK_KEY) : undefined;
  return entry ?? '';
}

const emptyOf = (name: PoolSetting): null | '' => (name.endsWith('Sr') ? null : '');

interface Writing {
  readonly name: PoolSetting;
  readonly to: PoolChanges;
}

/** Writing a setting twice does no harm. */
async function write(doing: Doing, ref: PoolRef, { name, to }: Writing): Promise<void> {
  const value = to[name];
  await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => {
    if (name !== 'migrationNetwork') return await call(session, `pool.set_${wire[name]}`, [ref, value ?? NOTHING]);
    await session.call('pool.remove_from_other_config', [ref, MIGRATION_NETWORK_KEY]);
    if (typeof value === 'string' && value !== '') await session.call('pool.add_to_other_config', [ref, MIGRATION_NETWORK_KEY, value]);
    return undefined;
  });
}

/** What somebody else has put there meanwhile stays. */
async function writeIfOurs(doing: Doing, ref: PoolRef, of: { readonly name: PoolSetting; readonly ours: PoolChanges; readonly before: PoolChanges }) {
  const now = await doing.pool.ask({ safe: true, signal: doing.closing }, async (session) => await read(session, ref, of.name));
  if (!isSameSettingValue(now, of.ours[of.name])) return;
  await write(doing, ref, { name: of.name, to: of.before });
  await confirm(doing, (pool) => isSameSettingValue(poolNow(pool.inventory()).settings[of.name], of.before[of.name]));
}

/** One name for each setting; the table above has only settings of a pool. */
async function call(session: Session, name: string, parameters: readonly unknown[]): Promise<unknown> {
  return await session.call(name as CallName, parameters as ParametersOf<CallName>);
}
