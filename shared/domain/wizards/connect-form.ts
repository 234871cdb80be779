import { parseAddress } from '#shared/domain/address/address.ts';

/**
 * Adding a server, from the first keystroke to the answer. What was typed survives every outcome.
 * `F` is the failure and `C` the certificate in question; the form itself looks into neither.
 */
export interface ConnectForm<F, C> {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** Certificates confirmed while filling in this form; a pool may lead from a member to its master. */
  readonly pins: readonly FormPin[];
  readonly phase: ConnectPhase<F, C>;
}

export interface FormPin {
  readonly address: string;
  readonly fingerprint: string;
}

export type ConnectPhase<F, C> =
  | { readonly is: 'editing' }
  | { readonly is: 'connecting' }
  | { readonly is: 'asking'; readonly question: TrustQuestion<C> }
  | { readonly is: 'failed'; readonly failure: F };

export interface TrustQuestion<C> {
  readonly address: string;
  readonly certificate: C;
  readonly pinned: string | undefined;
}

export type ConnectInput<F, C> =
  | { readonly do: 'type'; readonly field: 'address' | 'user' | 'password'; readonly text: string }
  | { readonly do: 'connect' }
  | { readonly do: 'ask'; readonly question: TrustQuestion<C> }
  | { readonly do: 'trust'; readonly pin: FormPin }
  | { readonly do: 'fail'; readonly failure: F }
  | { readonly do: 'back' }
  | { readonly do: 'done' };

/** Nearly every server is administered as root, so the field starts with it. */
export const emptyConnectForm = { address: '', user: 'root', password: '', pins: [], phase: { is: 'editing' } } as const;

export function connectForm<F, C>(form: ConnectForm<F, C>, input: ConnectInput<F, C>): ConnectForm<F, C> {
  switch (input.do) {
    case 'type':
      return { ...form, [input.field]: input.text, phase: { is: 'editing' } };
    case 'connect':
      return { ...form, phase: { is: 'connecting' } };
    case 'ask':
      return { ...form, phase: { is: 'asking', question: input.question } };
    case 'trust': {
      const others = form.pins.filter((pin) => pin.address !== input.pin.address);
      return { ...form, pins: [...others, input.pin], phase: { is: 'connecting' } };
    }
    case 'fail':
      return { ...form, phase: { is: 'failed', failure: input.failure } };
    case 'back':
      return { ...form, phase: { is: 'editing' } };
    case 'done':
      return emptyConnectForm;
    default:
      return input satisfies never;
  }
}

export type ConnectProblem = { readonly rule: 'no-address' } | { readonly rule: 'bad-address' } | { readonly rule: 'no-user' };

/** Why connecting cannot be tried yet. An empty password is allowed: it is the server's to refuse. */
export function connectProblem(form: Pick<ConnectForm<unknown, unknown>, 'address' | 'user'>): ConnectProblem | undefined {
  if (form.address.trim() === '') return { rule: 'no-address' };
  if (parseAddress(form.address) === undefined) return { rule: 'bad-address' };
  if (form.user.trim() === '') return { rule: 'no-user' };
  return undefined;
}
