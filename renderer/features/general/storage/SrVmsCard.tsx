import { vmsOnSr } from '#shared/domain/capacity/sr-facts.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { useMemo } from 'react';
import type { SrFacts } from '../SrGeneral.tsx';
import { VmsCard } from '../VmsCard.tsx';

export function SrVmsCard({ facts: { target, ref, truth } }: { readonly facts: SrFacts }) {
  const { inventory } = target;
  const vms = useMemo(() => vmsOnSr(inventory, ref), [inventory, ref]);
  return <VmsCard target={target} vms={vms} empty={propertiesText.sentence.noVms} isLastKnown={!truth.isNow} />;
}
