import { hasTools } from '#shared/domain/capacity/worth-a-look.ts';
import { addressesOf, osNameOf } from '#shared/domain/inventory/facts.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { textProperty, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

/** What only the guest itself can tell. */
export function GuestCard({ facts }: { readonly facts: VmFacts }) {
  const { vm, target, truth } = facts;
  const metrics = vm.guestMetrics === null ? undefined : target.inventory.guestMetrics.get(vm.guestMetrics);
  const os = [metrics === undefined ? '' : osNameOf(metrics), metrics?.os['uname']].filter(Boolean).join(' · ');
  const properties = [
    textProperty(label.os, os === '' ? sentence.osUnknown : os),
    toolsRow(facts),
    textProperty(label.address, addressesOf(target.inventory, vm).join('\n'), { isEvidence: true }),
  ];
  return <PropertyCard title={card.guest} properties={properties} isLastKnown={!truth.isNow} />;
}

function toolsRow({ vm, target }: VmFacts): Property {
  const metrics = vm.guestMetrics === null ? undefined : target.inventory.guestMetrics.get(vm.guestMetrics);
  if (metrics === undefined || !hasTools(target.inventory, vm)) {
    if (vm.power !== 'Running') return textProperty(label.tools, sentence.toolsUnknown);
    return wordProperty(label.tools, { icon: 'warning', tone: 'warn', word: sentence.toolsNone });
  }
  const { major, minor, micro, build } = metrics.driversVersion;
  const version = [major, minor, micro].filter(Boolean).join('.') + (build === undefined ? '' : `-${build}`);
  // Servers since 8.0 do not judge the version any more and leave this as it was.
  if (!metrics.areDriversUpToDate && !metrics.hasDrivers)
    return wordProperty(label.tools, { icon: 'warning', tone: 'warn', word: sentence.toolsOld(version) });
  return wordProperty(label.tools, { icon: 'ok', tone: 'ok', word: sentence.toolsCurrent(version) });
}
