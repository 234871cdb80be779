import { isHostLive, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { HostRef, PoolRef } from '#shared/domain/inventory/watched.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { windowText } from '#shared/text/window-text.ts';
import { ObjectPage, type ObjectPageProps } from '#renderer/ui/ObjectPage.tsx';
import { type Property, PropertyCard } from '#renderer/ui/PropertyCard.tsx';
import { HostTable } from './HostTable.tsx';

export interface PoolPageProps extends Pick<ObjectPageProps, 'commands' | 'notice'> {
  readonly inventory: Inventory;
  readonly pool: PoolRef;
  readonly address: string;
  readonly user: string;
  readonly isLastKnown: boolean;
  readonly onOpen: (host: HostRef) => void;
}

export function PoolPage({ inventory, pool, address, user, isLastKnown, onOpen, commands, notice }: PoolPageProps) {
  const record = inventory.pool.get(pool);
  if (record === undefined) return null;
  const say = windowText.details;
  const master = record.master === null ? undefined : inventory.host.get(record.master);
  const hosts = [...inventory.host.keys()];
  const vms = [...inventory.vm.values()].filter(isOrdinaryVm);
  const properties: Property[] = [
    { label: say.description, value: record.description || say.noValue },
    { label: say.master, value: master === undefined ? say.noValue : `${master.name} · ${master.address}` },
    { label: say.hosts, value: say.liveHosts(hosts.filter((host) => isHostLive(inventory, host)).length, hosts.length) },
    { label: say.vms, value: say.running(vms.filter((vm) => vm.power === 'Running').length, vms.length) },
    { label: say.user, value: user },
    { label: say.uuid, value: record.uuid, isEvidence: true },
  ];
  return (
    <ObjectPage icon="pool" name={record.name} subtitle={say.poolSubtitle(hosts.length, address)} commands={commands} notice={notice}>
      <PropertyCard title={say.overview} properties={properties} isLastKnown={isLastKnown} />
      <HostTable inventory={inventory} isLastKnown={isLastKnown} onOpen={onOpen} />
    </ObjectPage>
  );
}
