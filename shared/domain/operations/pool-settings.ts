import type { Pool, RefOf } from '#shared/domain/inventory/watched.ts';

/** What somebody may decide for a whole pool. */
export interface PoolSettings {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly defaultSr: RefOf<'sr'> | null;
  readonly suspendImageSr: RefOf<'sr'> | null;
  readonly crashDumpSr: RefOf<'sr'> | null;
  /** The network's UUID; empty: VMs move over the management network. */
  readonly migrationNetwork: string;
  readonly compressesMigration: boolean;
  readonly mayOvercommitHa: boolean;
  readonly isIgmpSnooping: boolean;
  readonly isLivePatchingOff: boolean;
}

export type PoolSetting = keyof PoolSettings;
export type PoolChanges = { readonly [S in PoolSetting]?: PoolSettings[S] | undefined };

/** An entry other clients read too; servers have no field for it and take the network with each move. */
export const MIGRATION_NETWORK_KEY = 'xo:migrationNetwork';

/** The order in which they are shown, and written. */
export const poolSettingNames = [
  'name',
  'description',
  'tags',
  'defaultSr',
  'suspendImageSr',
  'crashDumpSr',
  'migrationNetwork',
  'compressesMigration',
  'mayOvercommitHa',
  'isIgmpSnooping',
  'isLivePatchingOff',
] as const satisfies readonly PoolSetting[];

export function poolSettingsNow(pool: Pool): PoolSettings {
  const { name, description, tags, defaultSr, suspendImageSr, crashDumpSr } = pool;
  const { compressesMigration, mayOvercommitHa, isIgmpSnooping, isLivePatchingOff } = pool;
  return {
    name,
    description,
    tags,
    defaultSr,
    suspendImageSr,
    crashDumpSr,
    migrationNetwork: pool.otherConfig[MIGRATION_NETWORK_KEY] ?? '',
    compressesMigration,
    mayOvercommitHa,
    isIgmpSnooping,
    isLivePatchingOff,
  };
}

/** Tags are a set: their order means nothing. */
export function isSameSettingValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((tag) => b.includes(tag));
}

/** Those that are asked for and are not so yet. */
export function settingsToChange(now: PoolSettings, changes: PoolChanges): readonly PoolSetting[] {
  return poolSettingNames.filter((name) => changes[name] !== undefined && !isSameSettingValue(now[name], changes[name]));
}

/** Some of the settings, by name. */
export function someSettings(of: PoolChanges, names: readonly PoolSetting[]): PoolChanges {
  return Object.fromEntries(names.map((name) => [name, of[name]]));
}
