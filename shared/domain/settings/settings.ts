/** What a person has decided for the whole app. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'compact' | 'comfortable';
  /** How long an attempt to connect may take. */
  readonly connectTimeoutMs: number;
  /** The way to every server that has none of its own. The password of a proxy is not among the settings. */
  readonly proxy: ProxyChoice;
  /** What is asked before it is done; what can lose data asks in any case. */
  readonly confirmations: Confirmations;
  /** Whether addresses that were connected once are offered again. */
  readonly rememberAddresses: boolean;
  /** How often the ways to each host are tried while all is well; what changes is tried at once unless never. */
  readonly rehearsals: RehearsalPace;
}

export const rehearsalPaces = ['never', 'six-hours', 'daily', 'weekly'] as const;
export type RehearsalPace = (typeof rehearsalPaces)[number];

export type ProxyChoice = { readonly is: 'none' } | { readonly is: 'http'; readonly address: string; readonly user?: string | undefined };

export interface Confirmations {
  /** Before VMs are shut down, restarted or switched off. */
  readonly powerOff: boolean;
  readonly disconnect: boolean;
  readonly dismissAlerts: boolean;
}

/** Each part that is there takes the place of what was; one confirmation can be changed without the others. */
export type SettingsChange = { readonly [K in Exclude<keyof Settings, 'confirmations'>]?: Settings[K] | undefined } & {
  readonly confirmations?: { readonly [K in keyof Confirmations]?: boolean | undefined } | undefined;
};

/** A name can take seconds to resolve and a route over a slow line as long again; nobody waits minutes. */
export const CONNECT_TIMEOUT_LIMITS_MS = { least: 2_000, most: 120_000 } as const;

export const defaultSettings: Settings = {
  theme: 'system',
  density: 'compact',
  connectTimeoutMs: 8_000,
  proxy: { is: 'none' },
  confirmations: { powerOff: true, disconnect: true, dismissAlerts: true },
  rememberAddresses: true,
  rehearsals: 'six-hours',
};

export function changedSettings(settings: Settings, changes: SettingsChange): Settings {
  const { confirmations = {}, ...rest } = changes;
  return {
    ...settings,
    ...given(rest),
    confirmations: { ...settings.confirmations, ...given(confirmations) },
  };
}

/** Without what is only named. */
function given<T extends object>(changes: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
