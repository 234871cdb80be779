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

/** Where the form is shown. */
export type Place = 'welcome' | 'dialog';

interface Surroundings {
  place(): Place;
  /** In another place than where it began the form is there for another server by now. */
  onConnected(server: string, begunIn: Place): void;
}

/** The form and the attempts made with it. It lives as long as the window, so no view that comes or goes loses it. */
export function useConnect(client: Client, { place, onConnected }: Surroundings): Connecting {
  const reducer: (form: Form, input: FormInput) => Form = connectForm;
  const [form, tell] = useReducer(reducer, emptyConnectForm);
  const running = useRef<{ readonly controller: AbortController; readonly begunIn: Place }>(undefined);
  const addresses = useAddressHistory(client);

  async function attempt(filled: Form): Promise<void> {
    const begunIn = place();
    const controller = new AbortController();
    stopRunning();
    running.current = { controller, begunIn };
    const way = await wayOf(client, filled.proxy);
    // One that was typed is known from now on, and is not typed again.
    if (way.ok && isNow(controller) && typeof way.value === 'object' && 'jump' in way.value) tell({ do: 'know-jump', jump: way.value.jump });
    const result = way.ok ? await client.call('server.connect', inputOf(filled, way.value), controller.signal) : way;
    if (result.ok) addresses.note(filled.address.trim());
    if (!isNow(controller)) return;
    running.current = undefined;
    if (result.ok) {
      tell({ do: 'done' });
      onConnected(result.value.server, begunIn);
    } else tell(afterFailure(result.failure));
  }

  const isNow = (controller: AbortController): boolean => running.current?.controller === controller;

  /** One that was begun elsewhere has led to a server already, or the form would not be here. */
  function stopRunning(): void {
    if (running.current?.begunIn === place()) running.current.controller.abort();
    running.current = undefined;
  }

  /** What is tried is no longer what the form says. */
  function change(input: FormInput): void {
    stopRunning();
    tell(input);
  }

  function goOn(input: FormInput): void {
    const next = connectForm<Failure, Certificate>(form, input);
    tell(input);
    tell({ do: 'connect' });
    inBackground(attempt(next));
  }

  return {
    form,
    problem: connectProblem(form),
    offered: addresses.known,
    type: (field, text) => change({ do: 'type', field, text }),
    remember: (remember) => tell({ do: 'remember', remember }),
    route: (proxy) => change({ do: 'route', proxy }),
    connect: () => connectProblem(form) === undefined && goOn({ do: 'connect' }),
    again: () => goOn({ do: 'connect' }),
    trust: () => form.phase.is === 'asking' && goOn({ do: 'trust', pin: pinOf(form.phase.question) }),
    vaultDone: (remember) => goOn({ do: 'remember', remember }),
    back: () => change({ do: 'back' }),
    hide: () => change({ do: 'hide' }),
    show(server) {
      change({ do: 'done' });
      onConnected(server, place());
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
