import type { Details } from '#shared/domain/details/details.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { detailProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, card } = propertiesText;

export function BootCard({ facts: { vm, details, truth } }: { readonly facts: VmFacts }) {
  const own = (read: (fields: Details<'vm'>) => string | undefined, name: string): Property => detailProperty(name, details, read);
  const hardware =
    vm.hvmBootPolicy === ''
      ? [own(({ pvArguments }) => pvArguments, label.bootArguments)]
      : [
          own(({ bootParameters }) => bootOrder(bootParameters), label.bootOrder),
          own(
            ({ bootParameters }) => (bootParameters === undefined ? undefined : (bootParameters['firmware'] ?? 'bios').toUpperCase()),
            label.firmware,
          ),
          own(({ platform }) => (platform === undefined ? undefined : yesNo(platform['secureboot'] === 'true')), label.secureBoot),
          own(({ vtpms }) => (vtpms === undefined ? undefined : yesNo(vtpms.length > 0)), label.vtpm),
        ];
  const properties = [
    textProperty(label.mode, modeText(vm)),
    ...hardware,
    own(({ biosStrings }) => (biosStrings === undefined ? undefined : (biosStrings['system-manufacturer'] ?? '')), label.bios),
    own(({ afterShutdown }) => afterEnd(afterShutdown), label.afterShutdown),
    own(({ afterReboot }) => afterEnd(afterReboot), label.afterReboot),
    own(({ afterCrash }) => afterEnd(afterCrash), label.afterCrash),
  ];
  return <PropertyCard title={card.boot} properties={properties} isLastKnown={!truth.isNow} />;
}

/** Releases before 7.5 do not name the type of a domain. */
function modeText({ domainType, hvmBootPolicy }: VmFacts['vm']): string {
  if (domainType !== '' && domainType !== 'unspecified') return domainType.replaceAll('_', ' ').toUpperCase();
  return hvmBootPolicy === '' ? 'PV' : 'HVM';
}

const devices: Readonly<Record<string, string>> = propertiesText.bootDevices;

/** One letter for each device, as in 'dc'. */
function bootOrder(parameters: Readonly<Record<string, string>> | undefined): string | undefined {
  if (parameters === undefined) return undefined;
  return (parameters['order'] ?? '')
    .split('')
    .map((letter) => devices[letter] ?? letter)
    .join(', ');
}

function yesNo(isTrue: boolean): string {
  return isTrue ? propertiesText.yes : propertiesText.no;
}

function afterEnd(action: string | undefined): string | undefined {
  return action === undefined ? undefined : valueText('afterEnd', action);
}
