import { useReducer, useRef } from 'react';
import type { Certificate, Failure } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/client.ts';
import {
  type ConnectForm,
  type ConnectInput,
  type ConnectProblem,
  connectForm,
  connectProblem,
  emptyConnectForm,
  type FormPin,
} from '#shared/domain/wizards/connect-form.ts';

export type Form = ConnectForm<Failure, Certificate>;
type FormInput = ConnectInput<Failure, Certificate>;

export interface Connecting {
  readonly form: Form;
  readonly problem: ConnectProblem | undefined;
  type(field: 'address' | 'user' | 'password', text: string): void;
  readonly connect: () => void;
  /** Says yes to the certificate in question and goes on. */
  readonly trust: () => void;
  /** Ends an attempt or a question; what was typed stays. */
  readonly back: () => void;
}

/** The form and the attempts made with it. It lives as long as the window, so no view that comes or goes loses it. */
export function useConnect(client: Client, onConnected: (server: string) => void): Connecting {
  const reducer: (form: Form, input: FormInput) => Form = connectForm;
  const [form, tell] = useReducer(reducer, emptyConnectForm);
  const running = useRef<AbortController>(undefined);

  async function attempt(pins: readonly FormPin[]): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { address, user, password } = form;
    const result = await client.call('server.connect', { address: address.trim(), user: user.trim(), password, pins: [...pins] }, controller.signal);
    if (running.current !== controller) return;
    if (result.ok) {
      tell({ do: 'done' });
      onConnected(result.value.server);
    } else tell(afterFailure(result.failure));
  }

  return {
    form,
    problem: connectProblem(form),
    type: (field, text) => tell({ do: 'type', field, text }),
    connect() {
      if (connectProblem(form) !== undefined) return;
      tell({ do: 'connect' });
      surface(attempt(form.pins));
    },
    trust() {
      if (form.phase.is !== 'asking') return;
      const { address, certificate } = form.phase.question;
      const pin = { address, fingerprint: certificate.fingerprint };
      tell({ do: 'trust', pin });
      surface(attempt([...form.pins.filter((other) => other.address !== address), pin]));
    },
    back() {
      running.current?.abort();
      running.current = undefined;
      tell({ do: 'back' });
    },
  };
}

function afterFailure(failure: Failure): FormInput {
  if (failure.kind === 'cancelled') return { do: 'back' };
  if (failure.kind !== 'untrusted-certificate') return { do: 'fail', failure };
  const { address, certificate, pinned } = failure;
  return { do: 'ask', question: { address, certificate, pinned } };
}

/** Calls answer with failures, so a rejection is a bug and belongs to the window's error handling. */
function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}
