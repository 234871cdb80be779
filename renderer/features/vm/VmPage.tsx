import { addressesOf, homeOf, isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { powerText, windowText } from '#shared/text/window-text.ts';
import { ObjectPage, type ObjectPageProps } from '#renderer/ui/ObjectPage.tsx';
import { type Property, PropertyCard } from '#renderer/ui/PropertyCard.tsx';

export interface VmPageProps extends Pick<ObjectPageProps, 'commands' | 'notice'> {
  readonly inventory: Inventory;
  readonly vm: VmRef;
  readonly isLastKnown: boolean;
}

const say = windowText.details;

export function VmPage({ inventory, vm, isLastKnown, commands, notice }: VmPageProps) {
  const record = inventory.vm.get(vm);
  if (record === undefined) return null;
  const home = homeOf(inventory, record);
  const host = home === undefined ? undefined : inventory.host.get(home);
  const isOld = isLastKnown || isHomeDark(inventory, home);
  const overview: Property[] = [
    { label: say.description, value: record.description || say.noValue },
    { label: say.power, value: powerText(record.power) },
    { label: say.host, value: host?.name ?? say.noValue },
    { label: say.os, value: osText(inventory, record) },
    { label: say.uuid, value: record.uuid, isEvidence: true },
  ];
  const subtitle = host === undefined ? say.vmNowhere(onlyPool(inventory)?.pool.name ?? '') : say.vmSubtitle(host.name);
  return (
    <ObjectPage icon={vmIcon(record.power)} name={record.name} subtitle={subtitle} commands={commands} notice={notice}>
      <PropertyCard title={say.overview} properties={overview} isLastKnown={isOld} />
      <PropertyCard title={say.addresses} properties={addressProperties(inventory, record)} isLastKnown={isOld} />
    </ObjectPage>
  );
}

function addressProperties(inventory: Inventory, vm: Vm): readonly Property[] {
  const addresses = addressesOf(inventory, vm);
  if (addresses.length === 0) return [{ label: say.address, value: say.noAddress }];
  return addresses.map((address, index) => ({ label: say.addressOf(index + 1, addresses.length), value: address, isEvidence: true }));
}

function vmIcon(power: string) {
  if (power === 'Running') return 'vmRunning';
  return power === 'Paused' || power === 'Suspended' ? 'vmPaused' : 'vmStopped';
}

function isHomeDark(inventory: Inventory, home: HostRef | undefined): boolean {
  return home !== undefined && !isHostLive(inventory, home);
}

function osText(inventory: Inventory, vm: Vm): string {
  const name = vm.guestMetrics === null ? undefined : inventory.guestMetrics.get(vm.guestMetrics)?.os['name'];
  return name === undefined || name === '' ? say.unknownOs : name;
}
