import { useMemo, useState } from 'react';
import type { HaFacts } from '#shared/domain/ha/ha-facts.ts';
import type { Tolerance } from '#shared/domain/ha/questions.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './Ha.module.css';
import { FateTable } from './FateTable.tsx';
import { HostPick } from './HostPick.tsx';
import { MemoryBars } from './MemoryBars.tsx';
import { usePlan } from './use-plan.ts';

interface WhatIfProps {
  readonly facts: HaFacts;
  readonly inventory: Inventory;
  readonly tolerance: Tolerance | undefined;
}

/** Pick hosts that fail together: where each of their VMs restarts, in which order, and which cannot. */
export function WhatIfCard({ facts, inventory, tolerance }: WhatIfProps) {
  const [picked, setPicked] = useState<readonly HostRef[]>();
  const worst = useMemo(() => worstOf(facts, tolerance), [facts, tolerance]);
  const lost = useMemo(() => {
    const known = new Set(facts.hosts.map(({ ref }) => ref));
    return (picked ?? (worst === undefined ? [] : [worst])).filter((ref) => known.has(ref));
  }, [picked, worst, facts]);
  const question = useMemo(() => ({ is: 'what-if', facts, lost }) as const, [facts, lost]);
  const hosts = useMemo(() => facts.hosts.toSorted((a, b) => byNaturalOrder(a.name, b.name)), [facts]);
  const { answer } = usePlan(question);
  const toggle = (ref: HostRef): void => setPicked(lost.includes(ref) ? lost.filter((other) => other !== ref) : [...lost, ref]);
  const isCurrent = answer !== undefined && answer.lost.length === lost.length && answer.lost.every((ref) => lost.includes(ref));
  return (
    <Card title={haText.whatIf} mark={haText.pick} fill="padded">
      <fieldset className={css['picks']} aria-label={haText.pickHost}>
        {hosts.map((host) => (
          <HostPick
            key={host.ref}
            host={host}
            single={tolerance?.singles.find(({ lost: [only] }) => only === host.ref)}
            isPicked={lost.includes(host.ref)}
            onToggle={() => toggle(host.ref)}
          />
        ))}
      </fieldset>
      {lost.length === 0 || answer === undefined ? (
        <EmptyState>{lost.length === 0 ? haText.pickHost : haText.calculating}</EmptyState>
      ) : (
        <div className={css['outcome']} aria-busy={!isCurrent}>
          <MemoryBars hosts={hosts} answer={answer} />
          <FateTable answer={answer} inventory={inventory} />
        </div>
      )}
      <MasterNote inventory={inventory} />
    </Card>
  );
}

function MasterNote({ inventory }: { readonly inventory: Inventory }) {
  const master = onlyPool(inventory)?.pool.master ?? null;
  const name = master === null ? undefined : inventory.host.get(master)?.name;
  if (name === undefined) return null;
  return (
    <p className={css['note']}>
      <Icon name="info" tone="info" size="small" />
      {haText.masterFails(name)}
    </p>
  );
}

/** The host whose loss leaves most behind is the one worth looking at first. */
function worstOf(facts: HaFacts, tolerance: Tolerance | undefined): HostRef | undefined {
  const left = tolerance?.singles.map(({ lost, vms }) => ({ lost, count: vms.filter(({ fate }) => fate.is !== 'restarts').length }));
  const worst = left?.toSorted((a, b) => b.count - a.count)[0];
  return worst?.lost[0] ?? facts.hosts.find(({ isReady }) => isReady)?.ref;
}
