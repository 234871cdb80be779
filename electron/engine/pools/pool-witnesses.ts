import type { Approach } from '#engine/net/dialer.ts';
import type { ServerState } from '#shared/contract/calls/server-calls.ts';
import { addressOf } from '#shared/domain/connection/members.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import type { Credentials, LoginRoom } from './ask-for-login.ts';
import type { PoolLink } from './pool-link.ts';
import { createLastWords } from './last-words.ts';
import { probeHost } from './probe-host.ts';
import { createWitnesses, type Witnesses } from './witnesses.ts';

export interface PoolWitnessSetup extends LoginRoom {
  /** Asked late: a link's first words come while it is being made. */
  readonly link: () => PoolLink;
  readonly approach: Approach;
  readonly credentials: () => Credentials;
  /** Claims to be master beside ours: worth another look. */
  readonly isRival: (host: HostRef) => boolean;
  readonly onChange: (host: HostRef, witnesses: HostWitnesses) => void;
  readonly onBug: (error: unknown) => void;
}

/** The witnesses of a link's hosts: what the pool says comes from its picture, what we see from probes of the same kind as its logins. */
export function witnessesOf(setup: PoolWitnessSetup): Witnesses {
  const { clock, link } = setup;

  function poolSpokeMs(): number {
    const state = link().state();
    return state.is === 'stale' || state.is === 'closed' ? state.sinceMs : clock.now();
  }

  return createWitnesses({
    clock,
    lastWords: createLastWords({ clock, session: () => link().session(), inventory: () => link().inventory() }),
    isRival: setup.isRival,
    inventory: () => link().inventory(),
    poolSpokeMs,
    isPoolSilent: () => link().state().is !== 'live',
    probe(host, signal) {
      const address = addressOf(link().inventory(), host);
      if (address === undefined) return undefined;
      return probeHost(setup, { address, approach: setup.approach, login: mayLogIn(link().state()) ? setup.credentials : undefined, signal });
    },
    onChange: setup.onChange,
    onBug: setup.onBug,
  });
}

/** A password that was refused, or is not there, does not get better by being tried on every host. */
function mayLogIn(state: ServerState): boolean {
  return state.is === 'live' || state.is === 'stale' || (state.is === 'closed' && state.why.kind === 'untrusted-certificate');
}
