import type { BelievedPbd, BelievedPif, PoolHost } from '#shared/domain/diagnosis/believed.ts';
import { isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';

/** What the pool's records say of a host, as far as the panels compare it with the host's own word. */
export interface PoolWord {
  readonly pifs: readonly (BelievedPif & { readonly hasCarrier: boolean | undefined })[];
  readonly pbds: readonly BelievedPbd[];
  readonly vms: readonly { readonly uuid: string; readonly name: string }[];
  readonly hosts: readonly Pick<PoolHost, 'uuid' | 'name'>[];
  readonly isHaEnabled: boolean;
}

export function poolWordOf(inventory: Inventory, host: HostRef): PoolWord {
  return {
    pifs: [...inventory.pif.values()].filter((pif) => pif.host === host).map((pif) => pifOf(pif, inventory)),
    pbds: [...inventory.pbd.values()].filter((pbd) => pbd.host === host).map((pbd) => pbdOf(pbd, inventory)),
    vms: [...inventory.vm.values()]
      .filter((vm) => isOrdinaryVm(vm) && vm.residentOn === host && (vm.power === 'Running' || vm.power === 'Paused'))
      .map(({ uuid, name }) => ({ uuid, name })),
    hosts: [...inventory.host.values()].map(({ uuid, name }) => ({ uuid, name })),
    isHaEnabled: onlyPool(inventory)?.pool.isHaEnabled === true,
  };
}

function pifOf(pif: RecordOf<'pif'>, inventory: Inventory): PoolWord['pifs'][number] {
  return {
    uuid: pif.uuid,
    device: pif.device,
    bridge: pif.network === null ? undefined : inventory.network.get(pif.network)?.bridge,
    mac: pif.mac,
    vlan: pif.vlan,
    address: pif.ip,
    netmask: pif.netmask,
    gateway: pif.gateway,
    dns: pif.dns,
    mode: pif.ipMode === 'Static' ? 'static' : pif.ipMode === 'DHCP' ? 'dhcp' : 'none',
    isManagement: pif.isManagement,
    isAttached: pif.isAttached,
    isPhysical: pif.isPhysical,
    mtu: pif.mtu,
    hasCarrier: pif.metrics === null ? undefined : inventory.pifMetrics.get(pif.metrics)?.hasCarrier,
  };
}

function pbdOf(pbd: RecordOf<'pbd'>, inventory: Inventory): BelievedPbd {
  const sr = pbd.sr === null ? undefined : inventory.sr.get(pbd.sr);
  return {
    uuid: pbd.uuid,
    srUuid: sr?.uuid ?? '',
    srName: sr?.name ?? '',
    srType: sr?.type ?? '',
    isAttached: pbd.isAttached,
    config: pbd.deviceConfig,
  };
}
