import { parseAddress } from '#shared/domain/address/address.ts';

/**
 * Adding a server, from the first keystroke to the answer. What was typed survives every outcome.
 * `F` is the failure and `C` the certificate in question; the form itself looks into neither.
 */
export interface ConnectForm<F, C> {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly remember: Remember;
  readonly proxy: ProxyDraft;
  /** Certificates confirmed while filling in this form; a pool may lead from a member to its master. */
  readonly pins: readonly FormPin[];
  readonly phase: ConnectPhase<F, C>;
}

/** What is to be found again at the next start. */
export type Remember = 'nothing' | 'server' | 'server-and-password';

/** The way to this server, as it is being typed; what is typed for one way stays while another is looked at. */
export interface ProxyDraft {
  readonly way: 'settings' | 'direct' | 'http' | 'jump';
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** The id of a jump host that is known; empty for one that is being typed. */
  readonly jump: string;
  readonly jumpAddress: string;
  readonly jumpUser: string;
}

export interface FormPin {
  readonly address: string;
  readonly fingerprint: string;
  /** Kept to be shown if another certificate takes its place. */
  readonly validFromMs?: number | undefined;
  readonly validToMs?: number | undefined;
}

export type ConnectPhase<F, C> =
  | { readonly is: 'editing' }
  | { readonly is: 'connecting' }
  | { readonly is: 'asking'; readonly question: TrustQuestion<C> }
  /** The password cannot be kept before a passphrase is given or chosen. */
  | { readonly is: 'vault'; readonly why: VaultNeed }
  /** The jump host on the way asks: is this its key, and what is the password. */
  | { readonly is: 'jump'; readonly failure: F }
  | { readonly is: 'failed'; readonly failure: F };

export type VaultNeed = 'locked' | 'no-passphrase';

export interface TrustQuestion<C> {
  readonly address: string;
  readonly certificate: C;
  readonly pinned: string | undefined;
  /** When the former certificate was valid, where that is known. */
  readonly pinnedValidity?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** Whether the pool's own records name the new one; undefined where it keeps no such records. */
  readonly isListedByPool?: boolean | undefined;
}

export type ConnectInput<F, C> =
  | { readonly do: 'type'; readonly field: 'address' | 'user' | 'password'; readonly text: string }
  | { readonly do: 'remember'; readonly remember: Remember }
  | { readonly do: 'route'; readonly proxy: Partial<ProxyDraft> }
  | { readonly do: 'connect' }
  /** The jump host that was typed has its id. */
  | { readonly do: 'know-jump'; readonly jump: string }
  | { readonly do: 'ask'; readonly question: TrustQuestion<C> }
  | { readonly do: 'trust'; readonly pin: FormPin }
  | { readonly do: 'ask-jump'; readonly failure: F }
  | { readonly do: 'fail'; readonly failure: F }
  | { readonly do: 'need-vault'; readonly why: VaultNeed }
  | { readonly do: 'back' }
  /** The dialog is closed: it can be opened again as it was, but no password waits in it. */
  | { readonly do: 'hide' }
  | { readonly do: 'done' };

/** Nearly every server is administered as root, so the field starts with it. */
export const emptyConnectForm = {
  address: '',
  user: 'root',
  password: '',
  remember: 'server',
  proxy: { way: 'settings', address: '', user: '', password: '', jump: '', jumpAddress: '', jumpUser: 'root' },
  pins: [],
  phase: { is: 'editing' },
} as const;

export function connectForm<F, C>(form: ConnectForm<F, C>, input: ConnectInput<F, C>): ConnectForm<F, C> {
  switch (input.do) {
    case 'type':
      return { ...form, [input.field]: input.text, phase: { is: 'editing' } };
    case 'remember':
      return { ...form, remember: input.remember };
    case 'route':
      return { ...form, proxy: { ...form.proxy, ...input.proxy }, phase: { is: 'editing' } };
    case 'know-jump':
      return { ...form, proxy: { ...form.proxy, jump: input.jump } };
    case 'connect':
      return { ...form, phase: { is: 'connecting' } };
    case 'ask':
      return { ...form, phase: { is: 'asking', question: input.question } };
    case 'trust': {
      const others = form.pins.filter((pin) => pin.address !== input.pin.address);
      return { ...form, pins: [...others, input.pin], phase: { is: 'connecting' } };
    }
    case 'ask-jump':
      return { ...form, phase: { is: 'jump', failure: input.failure } };
    case 'fail':
      return { ...form, phase: { is: 'failed', failure: input.failure } };
    case 'need-vault':
      return { ...form, phase: { is: 'vault', why: input.why } };
    case 'back':
      return { ...form, phase: { is: 'editing' } };
    case 'hide':
      return { ...form, password: '', proxy: { ...form.proxy, password: '' }, phase: { is: 'editing' } };
    case 'done':
      return emptyConnectForm;
    default:
      return input satisfies never;
  }
}

export type ConnectProblem =
  | { readonly rule: 'no-address' }
  | { readonly rule: 'bad-address' }
  | { readonly rule: 'no-user' }
  | { readonly rule: 'bad-proxy' }
  | { readonly rule: 'bad-jump' };

type Filled = Pick<ConnectForm<unknown, unknown>, 'address' | 'user'> & { readonly proxy?: ProxyDraft };

/** Why connecting cannot be tried yet. An empty password is allowed: it is the server's to refuse. */
export function connectProblem(form: Filled): ConnectProblem | undefined {
  if (form.address.trim() === '') return { rule: 'no-address' };
  if (parseAddress(form.address) === undefined) return { rule: 'bad-address' };
  if (form.user.trim() === '') return { rule: 'no-user' };
  if (form.proxy !== undefined && hasBadWay(form.proxy)) return { rule: form.proxy.way === 'jump' ? 'bad-jump' : 'bad-proxy' };
  return undefined;
}

function hasBadWay({ way, address, jump, jumpAddress }: ProxyDraft): boolean {
  if (way === 'http') return parseAddress(address) === undefined;
  return way === 'jump' && jump === '' && parseAddress(jumpAddress) === undefined;
}

type FormWay = 'direct' | { readonly address: string; readonly user?: string; readonly password?: string } | { readonly jump: string };

/** As the engine takes it; undefined: the way of the settings. A jump host that is being typed has to be known first. */
export function routeOf({ way, address, user, password, jump }: ProxyDraft): FormWay | undefined {
  if (way === 'jump') return { jump };
  if (way !== 'http') return way === 'direct' ? way : undefined;
  return { address: address.trim(), ...(user !== '' && { user: user.trim() }), ...(password !== '' && { password }) };
}

/** Nobody needs more than a screenful offered. */
const OFFERED = 20;

/** Addresses that were connected, the last one first. */
export function withAddress(addresses: readonly string[], address: string): readonly string[] {
  const others = addresses.filter((other) => other.toLowerCase() !== address.toLowerCase());
  return [address, ...others].slice(0, OFFERED);
}
