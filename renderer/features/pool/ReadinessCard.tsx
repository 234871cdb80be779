import { useMemo } from 'react';
import { type Readiness, readinessOf } from '#shared/domain/capacity/readiness.ts';
import type { HostRow } from '#shared/domain/capacity/pool-summary.ts';
import { readinessText as say } from '#shared/text/readiness-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import type { PoolNow } from './pool-now.ts';
import css from './ReadinessCard.module.css';

/** What the pool could take: a lost host, what HA promises, and whether all hosts run the same. */
export function ReadinessCard({ pool: { inventory, server }, hosts }: { readonly pool: PoolNow; readonly hosts: readonly HostRow[] }) {
  const readiness = useMemo(() => readinessOf(inventory, hosts), [inventory, hosts]);
  return (
    <Card title={say.title} fill="padded" isLastKnown={server.state.is !== 'live'}>
      <ul className={css['list']}>
        <li>
          <Loss oneLost={readiness.oneLost} />
        </li>
        <li>
          <Ha ha={readiness.ha} />
        </li>
        <li>
          <Versions versions={readiness.versions} />
        </li>
      </ul>
    </Card>
  );
}

function Loss({ oneLost }: Pick<Readiness, 'oneLost'>) {
  if (oneLost === undefined) return <StatusWord icon="info" tone="quiet" word={say.alone} />;
  const fits = oneLost.freeBytes >= oneLost.neededBytes;
  return <StatusWord icon={fits ? 'ok' : 'warning'} tone={fits ? 'ok' : 'warn'} word={say.oneLost(oneLost)} />;
}

function Ha({ ha }: Pick<Readiness, 'ha'>) {
  if (ha.is === 'off') return <StatusWord icon="dash" tone="quiet" word={say.haOff} />;
  const isKept = ha.planned >= ha.failures && ha.failures > 0;
  return <StatusWord icon={isKept ? 'ok' : 'warning'} tone={isKept ? 'ok' : 'warn'} word={say.haOn(ha.failures, ha.planned)} />;
}

function Versions({ versions }: Pick<Readiness, 'versions'>) {
  const isSame = versions.length < 2;
  return <StatusWord icon={isSame ? 'ok' : 'warning'} tone={isSame ? 'ok' : 'warn'} word={say.versions(versions)} />;
}
