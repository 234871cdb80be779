import { useEffect, useState } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Attested } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { type VmTruth, vmTruth } from '#shared/domain/liveness/vm-truth.ts';
import { isOutOfReach } from '#shared/domain/repairs/offers.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { strandedText as say } from '#shared/text/moving-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { investigationNow, keepInvestigation, useInvestigation } from '#renderer/state/recovery-store.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { useNow } from '#renderer/ui/use-now.ts';

export interface StrandedProof {
  /** Whether it is proven, or what is missing. */
  readonly words: string;
  readonly isProven: boolean;
  /** Why nothing may be started elsewhere; undefined once it may. */
  readonly why: string | undefined;
  readonly mayAttest: boolean;
  readonly reason: string;
  readonly say: (reason: string) => void;
  readonly attested: Attested | undefined;
  readonly truthOf: (uuid: string) => VmTruth;
}

/** Looks for the host while the dialog is open, and says whether its machines are proven to be gone. */
export function useStrandedProof(server: ServerId, host: HostRef): StrandedProof {
  const client = useClient();
  const nowMs = useNow();
  const investigation = useInvestigation(server, host);
  const witnesses = useWitnesses(server);
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    let isWatched = true;
    // Another part of the window may be looking at it as well.
    const wasAtRest = investigationNow(server, host)?.isPaused !== false;
    client.call('recovery.open', { server, host }).then(
      (result) => {
        if (!result.ok) return setFailed(failureText(result.failure).what);
        keepInvestigation(result.value.investigation);
        return result.value.investigation.isPaused && isWatched ? pause(false) : undefined;
      },
      (error: unknown) => reportError(error),
    );
    function pause(isPaused: boolean): void {
      client.call('recovery.pause', { server, host, isPaused }).catch((error: unknown) => reportError(error));
    }
    return () => {
      isWatched = false;
      if (wasAtRest) pause(true);
    };
  }, [client, server, host]);
  const isProven = investigation?.diagnosis.lock.is === 'open';
  const mayAttest = investigation !== undefined && isOutOfReach({ verdict: investigation.diagnosis.verdict, attempts: investigation.attempts });
  const hasReason = mayAttest && reason.trim() !== '';
  const words = failed ?? wordsOf(investigation);
  return {
    words,
    isProven,
    why: isProven || hasReason ? undefined : mayAttest ? say.noReason : words,
    mayAttest,
    reason,
    say: setReason,
    attested: !isProven && hasReason ? { conditions: ['no-vms-alive'], reason: reason.trim() } : undefined,
    truthOf: (uuid) => vmTruth(uuid, witnesses?.get(host)?.shell, nowMs),
  };
}

function wordsOf(investigation: Investigation | undefined): string {
  if (investigation === undefined) return say.searching;
  const { lock, verdict } = investigation.diagnosis;
  if (lock.is === 'open') return say.proven;
  return verdict.is === 'searching' ? say.searching : say.locked[lock.because];
}
