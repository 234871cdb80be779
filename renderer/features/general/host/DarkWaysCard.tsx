import { useEffect, useMemo, useState } from 'react';
import { darkWays } from '#shared/domain/capacity/dark-ways.ts';
import { type Readiness, readinessOf } from '#shared/domain/routes/readiness.ts';
import type { KnownWays } from '#shared/domain/routes/rehearsal.ts';
import { adviceText, darkWaysText as say } from '#shared/text/dark-ways-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { timeText } from '#shared/text/format.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { askForWays, useWays } from '#renderer/state/ways-store.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import css from './DarkWaysCard.module.css';
import { DarkWaysList } from './DarkWaysList.tsx';

/** Looked at while all is well: what would be left if the management NIC fell silent, and when that was tried. */
export function DarkWaysCard({ facts }: { readonly facts: HostFacts }) {
  const { target, ref, truth } = facts;
  const { inventory, server } = target;
  const client = useClient();
  const known = useWays(server.id, ref);
  useEffect(() => {
    askForWays(client, server.id).catch((error: unknown) => reportError(error));
  }, [client, server.id]);
  const ssh = useWitnesses(server.id)?.get(ref)?.probe?.ssh ?? portTried(known);
  const ways = useMemo(() => darkWays(inventory, ref), [inventory, ref]);
  const readiness = useMemo(
    () => readinessOf({ inventory, host: ref, known, isSshOpen: ssh === undefined ? undefined : ssh === 'open' }),
    [inventory, ref, known, ssh],
  );
  const tries = useTries(facts);
  const { second } = readiness;
  return (
    <Card title={say.title} mark={truth.isNow && <TryNow tries={tries} />} isLastKnown={!truth.isNow}>
      <Verdict known={known} second={second} hasOthers={ways.second.length > 0} />
      {tries.problem !== undefined && <p role="alert">{say.failed(tries.problem)}</p>}
      {second.is === 'none' && <p className={css['advice']}>{ways.second.length > 0 ? say.sameCardAdvice : say.spare(ways.spareNics)}</p>}
      <AdviceList advice={readiness.advice} onNameController={() => openDialog('host-ways', [target.item])} />
      <DarkWaysList facts={facts} ways={ways} known={known} second={second} ssh={ssh} />
    </Card>
  );
}

interface Tries {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly begin: () => void;
}

function useTries({ target, ref }: HostFacts): Tries {
  const client = useClient();
  const [state, setState] = useState<Pick<Tries, 'isBusy' | 'problem'>>({ isBusy: false, problem: undefined });
  async function tryNow(): Promise<void> {
    setState({ isBusy: true, problem: undefined });
    const result = await client.call('ways.try', { server: target.server.id, host: ref });
    setState({ isBusy: false, problem: result.ok ? undefined : failureText(result.failure).what });
  }
  return { ...state, begin: () => void tryNow().catch((error: unknown) => reportError(error)) };
}

function TryNow({ tries: { isBusy, begin } }: { readonly tries: Tries }) {
  return (
    <Button onClick={begin} why={isBusy ? say.busy : undefined}>
      {isBusy ? say.trying : say.tryNow}
    </Button>
  );
}

interface VerdictProps {
  readonly known: KnownWays;
  readonly second: Readiness['second'];
  /** Addresses that hang on the card of the management. */
  readonly hasOthers: boolean;
}

function Verdict({ known, second, hasOthers }: VerdictProps) {
  const isBad = second.is === 'none' || second.is === 'fails';
  return (
    <p className={css['verdict']}>
      <Icon name={isBad ? 'warning' : 'ok'} tone={isBad ? 'warn' : second.is === 'works' ? 'ok' : 'quiet'} />
      {second.is === 'none' && hasOthers ? say.sameCard : say.verdict[second.is]}
      <Age known={known} second={second} />
    </p>
  );
}

function Age({ known: { rehearsal }, second }: { readonly known: KnownWays; readonly second: Readiness['second'] }) {
  const nowMs = useNow();
  if (rehearsal === undefined) return <span>{say.notTried}</span>;
  return <span>{second.is === 'untried' ? say.outdated : say.tried(timeText(rehearsal.atMs, nowMs))}</span>;
}

function AdviceList({ advice, onNameController }: { readonly advice: Readiness['advice']; readonly onNameController: () => void }) {
  return advice.map((one) => {
    const text = adviceText(one);
    return text === undefined ? null : (
      <p key={one.is} className={css['advice']}>
        {text} {one.is === 'name-bmc' && <LinkButton onClick={onNameController}>{say.openWays}</LinkButton>}
      </p>
    );
  });
}

/** What a try of the management address says of its port. */
function portTried({ rehearsal }: KnownWays): 'open' | 'refused' | undefined {
  const way = rehearsal?.ways.find(({ kind }) => kind === 'direct-management');
  if (way === undefined) return undefined;
  if (way.came !== 'failed') return 'open';
  return way.failure?.is === 'refused' || way.failure?.is === 'timed-out' || way.failure?.is === 'no-route' ? 'refused' : 'open';
}
