import { livenessOf } from '#shared/domain/liveness/liveness.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { probeText, sshPortText, witnessText } from '#shared/text/witness-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { useState } from 'react';
import type { HostFacts } from '../HostGeneral.tsx';
import { nodeProperty, textProperty, type Word, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';

/** Three words on one host, always in the same order, and what they come to together. */
export function WitnessesCard({ facts }: { readonly facts: HostFacts }) {
  const { target, ref, truth } = facts;
  const nowMs = useNow();
  const witnesses = useWitnesses(target.server.id)?.get(ref);
  const isLinkLive = target.server.state.is === 'live';
  return (
    <PropertyCard
      title={propertiesText.card.witnesses}
      properties={witnesses === undefined ? [textProperty(witnessText.pool, undefined)] : rowsOf(witnesses, nowMs)}
      mark={isLinkLive && <AskButton facts={facts} />}
      isLastKnown={!isLinkLive && !truth.isNow}
    />
  );
}

function rowsOf(witnesses: HostWitnesses, nowMs: number): readonly Property[] {
  const { probe } = witnesses;
  const time = probe === undefined ? '' : ` · ${timeText(probe.atMs, nowMs)}`;
  return [
    wordProperty(witnessText.pool, poolWord(witnesses)),
    probe === undefined ? notAsked(witnessText.probe) : aged(witnessText.probe, probeWord(witnesses), time),
    probe === undefined ? notAsked(witnessText.ssh) : aged(witnessText.ssh, sshWord(probe.ssh), time),
    nodeProperty(witnessText.together, witnessText.because(livenessOf(witnesses, nowMs)), witnessText.because(livenessOf(witnesses, nowMs))),
  ];
}

function notAsked(label: string): Property {
  return wordProperty(label, { icon: 'dash', tone: 'quiet', word: witnessText.notAsked });
}

function aged(label: string, word: Word, time: string): Property {
  return wordProperty(label, { ...word, word: `${word.word}${time}` });
}

function poolWord({ pool }: HostWitnesses): Word {
  if (!pool.isLive) return { icon: 'dark', tone: 'warn', word: witnessText.dark };
  return { icon: 'ok', tone: 'ok', word: pool.isEnabled ? witnessText.live : witnessText.disabled };
}

function probeWord({ probe }: HostWitnesses): Word {
  if (probe === undefined) return { icon: 'dash', tone: 'quiet', word: witnessText.notAsked };
  const answers =
    probe.toolstack.is === 'lets-in' || probe.toolstack.is === 'refuses' || (probe.toolstack.is === 'not-asked' && probe.https === 'open');
  return { icon: answers ? 'ok' : 'error', tone: answers ? 'ok' : 'danger', word: probeText(probe) };
}

function sshWord(port: NonNullable<HostWitnesses['probe']>['ssh']): Word {
  return port === 'open'
    ? { icon: 'key', tone: 'ok', word: sshPortText[port] }
    : { icon: port === 'no-way' ? 'dash' : 'error', tone: port === 'no-way' ? 'quiet' : 'danger', word: sshPortText[port] };
}

/** Asks only when somebody wants to know: the answer comes with the other witnesses. */
function AskButton({ facts: { target, ref } }: { readonly facts: HostFacts }) {
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  function ask(): void {
    setAsking(true);
    client.call('host.probe', { server: target.server.id, host: ref }).then(
      () => setAsking(false),
      (error: unknown) => reportError(error),
    );
  }
  if (isAsking) return <output>{witnessText.asking}</output>;
  return (
    <Button kind="quiet" onClick={ask}>
      {witnessText.askNow}
    </Button>
  );
}
