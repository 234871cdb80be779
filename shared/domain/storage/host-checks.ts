import { type StorageFault, storageFault } from './fault.ts';
import type { ShellCheck, ShellJudgement } from './from-shell/judge.ts';
import type { ShellWord } from './from-shell/shell-word.ts';
import type { Discovery } from './look.ts';

/** What a host must manage, in the order it has to: a later one says nothing before the earlier ones are met. */
export const hostChecks = ['resolves', 'answers', 'lets-in', 'offers-it'] as const;
export type HostCheck = (typeof hostChecks)[number];
export type CheckResult = 'yes' | 'no' | 'not-known';

/** How a host fared when it looked at the storage itself. */
export type HostLook =
  | { readonly is: 'waiting' }
  | { readonly is: 'looking' }
  | { readonly is: 'seen'; readonly discovery: Discovery }
  | { readonly is: 'failed'; readonly code: string; readonly fault?: StorageFault | undefined }
  /** It could not be asked: it is off, or lost. */
  | { readonly is: 'not-asked' }
  /** The answer never came: the pool was lost meanwhile, or the question was refused. */
  | { readonly is: 'not-told' };

const FAILS_AT: Partial<Readonly<Record<StorageFault, HostCheck>>> = {
  'name-does-not-resolve': 'resolves',
  'no-answer': 'answers',
  'no-file-service': 'answers',
  'bad-port': 'answers',
  'discovery-refused': 'lets-in',
  'login-refused': 'lets-in',
  'host-has-no-iqn': 'lets-in',
  'iqn-in-use': 'lets-in',
  'share-refused': 'lets-in',
  'mount-refused': 'lets-in',
  'version-not-spoken': 'lets-in',
  'share-not-there': 'offers-it',
  'iqn-not-offered': 'offers-it',
  'device-did-not-appear': 'offers-it',
  'device-not-there': 'offers-it',
};

/** The checks of one host; `not-known` where its look ended before it came to them, or in a way that does not tell. */
function checksOf(look: HostLook): Readonly<Record<HostCheck, CheckResult>> {
  switch (look.is) {
    case 'seen':
      return results(hostChecks.length);
    case 'failed': {
      const failed = look.fault === undefined ? undefined : FAILS_AT[look.fault];
      return failed === undefined ? results(0) : { ...results(hostChecks.indexOf(failed)), [failed]: 'no' };
    }
    default:
      return results(0);
  }
}

function results(met: number): Record<HostCheck, CheckResult> {
  const result = (check: HostCheck): CheckResult => (hostChecks.indexOf(check) < met ? 'yes' : 'not-known');
  return { resolves: result('resolves'), answers: result('answers'), 'lets-in': result('lets-in'), 'offers-it': result('offers-it') };
}

const AWAY = new Set(['HOST_OFFLINE', 'HOST_NOT_LIVE', 'CANNOT_CONTACT_HOST']);

export function failedLook(code: string, parameters: readonly string[] = []): HostLook {
  if (AWAY.has(code)) return { is: 'not-asked' };
  return { is: 'failed', code, fault: storageFault(code, parameters) };
}

/** A host whose shell is asked as well. */
export type HostShell = { readonly is: 'looking' } | ShellWord;

/** A result, and who has measured it. */
export interface Measured {
  readonly result: CheckResult;
  readonly by?: 'pool' | 'shell' | undefined;
}

/** The driver itself comes first: it does what storage will need. Its silence is filled with what the shell has found. */
export function measured(look: HostLook | undefined, shell: ShellJudgement | undefined): Readonly<Record<ShellCheck, Measured>> {
  const pool = look === undefined ? undefined : checksOf(look);
  const of = (check: ShellCheck): Measured => {
    const own = check === 'large-packets' ? 'not-known' : (pool?.[check] ?? 'not-known');
    if (own !== 'not-known') return { result: own, by: 'pool' };
    const found = shell?.checks[check] ?? 'not-known';
    return found === 'not-known' ? { result: found } : { result: found, by: 'shell' };
  };
  return {
    resolves: of('resolves'),
    answers: of('answers'),
    'lets-in': of('lets-in'),
    'offers-it': of('offers-it'),
    'large-packets': of('large-packets'),
  };
}
