import { useReducer, useRef } from 'react';
import type { Certificate, Failure } from '#shared/contract/failure.ts';
import type { ServerProxy } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import {
  type ConnectForm,
  type ConnectInput,
  type ConnectProblem,
  connectForm,
  connectProblem,
  emptyConnectForm,
  type ProxyDraft,
  type Remember,
} from '#shared/domain/wizards/connect-form.ts';
import { jumpQuestion } from './JumpQuestion.tsx';
import { inBackground } from '#renderer/state/in-background.ts';
import { useAddressHistory } from './use-address-history.ts';
import { wayOf } from './way-of.ts';

export type Form = ConnectForm<Failure, Certificate>;
type FormInput = ConnectInput<Failure, Certificate>;

export interface Connecting {
  readonly form: Form;
  readonly problem: ConnectProblem | undefined;
  /** Addresses that were connected before. */
  readonly offered: readonly string[];
  type(field: 'address' | 'user' | 'password', text: string): void;
  remember(remember: Remember): void;
  route(change: Partial<ProxyDraft>): void;
  readonly connect: () => void;
  /** What was in question is answered: goes on. */
  readonly again: () => void;
  /** Says yes to the certificate in question and goes on. */
  readonly trust: () => void;
  /** The passwords can be kept now, or are not to be: goes on. */
  readonly vaultDone: (remember: Remember) => void;
  /** Ends an attempt or a question; what was typed stays. */
  readonly back: () => void;
  /** The dialog is gone; passwords go with it. */
  readonly hide: () => void;
  /** Looks at a server that turned out to be connected already. */
  readonly show: (server: string) => void;
}

/** The form and the attempts made with it. It lives as long as the window, so no view that comes or goes loses it. */
export function useConnect(client: Client, onConnected: (server: string) => void): Connecting {
  const reducer: (form: Form, input: FormInput) => Form = connectForm;
  const [form, tell] = useReducer(reducer, emptyConnectForm);
  const running = useRef<AbortController>(undefined);
  const addresses = useAddressHistory(client);

  async function attempt(filled: Form): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const way = await wayOf(client, filled.proxy);
    // One that was typed is known from now on, and is not typed again.
    if (way.ok && typeof way.value === 'object' && 'jump' in way.value) tell({ do: 'know-jump', jump: way.value.jump });
    const result = way.ok ? await client.call('server.connect', inputOf(filled, way.value), controller.signal) : way;
    if (running.current !== controller) return;
    if (result.ok) {
      addresses.note(filled.address.trim());
      tell({ do: 'done' });
      onConnected(result.value.server);
    } else tell(afterFailure(result.failure));
  }

  function goOn(input: FormInput): void {
    const next = connectForm<Failure, Certificate>(form, input);
    tell(input);
    tell({ do: 'connect' });
    inBackground(attempt(next));
  }

  function stop(input: FormInput): void {
    running.current?.abort();
    running.current = undefined;
    tell(input);
  }

  return {
    form,
    problem: connectProblem(form),
    offered: addresses.known,
    type: (field, text) => tell({ do: 'type', field, text }),
    remember: (remember) => tell({ do: 'remember', remember }),
    route: (proxy) => tell({ do: 'route', proxy }),
    connect: () => connectProblem(form) === undefined && goOn({ do: 'connect' }),
    again: () => goOn({ do: 'connect' }),
    trust: () => form.phase.is === 'asking' && goOn({ do: 'trust', pin: pinOf(form.phase.question) }),
    vaultDone: (remember) => goOn({ do: 'remember', remember }),
    back: () => stop({ do: 'back' }),
    hide: () => stop({ do: 'hide' }),
    show(server) {
      stop({ do: 'done' });
      onConnected(server);
    },
  };
}

function inputOf({ address, user, password, remember, pins }: Form, way: ServerProxy | undefined) {
  return {
    address: address.trim(),
    user: user.trim(),
    password,
    pins: [...pins],
    ...(way !== undefined && { proxy: way }),
    ...(remember !== 'nothing' && { remember }),
  };
}

function pinOf({ address, certificate }: Extract<Form['phase'], { is: 'asking' }>['question']) {
  const { fingerprint, validFromMs, validToMs } = certificate;
  return { address, fingerprint, validFromMs, validToMs };
}

function afterFailure(failure: Failure): FormInput {
  if (failure.kind === 'cancelled') return { do: 'back' };
  if (failure.kind === 'vault' && (failure.why === 'locked' || failure.why === 'no-passphrase')) return { do: 'need-vault', why: failure.why };
  if (jumpQuestion(failure) !== undefined) return { do: 'ask-jump', failure };
  if (failure.kind !== 'untrusted-certificate') return { do: 'fail', failure };
  const { address, certificate, pinned, pinnedValidity, isListedByPool } = failure;
  return { do: 'ask', question: { address, certificate, pinned, pinnedValidity, isListedByPool } };
}
