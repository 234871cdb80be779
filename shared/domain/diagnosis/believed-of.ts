import { isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import type { Believed, BelievedPbd, BelievedPif, PoolHost } from './believed.ts';

/** What the pool's picture says of one of its hosts; undefined for one it does not know. */
export function believedOf(inventory: Inventory, of: { readonly host: HostRef; readonly asOfMs: number }): Believed | undefined {
  const host = inventory.host.get(of.host);
  if (host === undefined) return undefined;
  const pool = onlyPool(inventory)?.pool;
  const master = pool?.master ?? undefined;
  const version = host.software['product_version'];
  const certificate = [...inventory.certificate.values()].find((record) => record.host === of.host && record.type === 'host_internal');
  return {
    asOfMs: of.asOfMs,
    host: {
      ref: of.host,
      uuid: host.uuid,
      name: host.name,
      address: host.address,
      isLive: isHostLive(inventory, of.host),
      isEnabled: host.isEnabled,
      isInMaintenance: host.otherConfig['MAINTENANCE_MODE'] === 'true',
      pendingGuidances: host.pendingGuidances,
      iqn: host.iqn,
      ...(version !== undefined && { version }),
      ...(certificate !== undefined && { certificateSha256: certificate.fingerprint }),
    },
    isMaster: master === of.host,
    ...(master !== undefined && { master: poolHost(inventory, master) }),
    hosts: [...inventory.host.keys()].flatMap((ref) => poolHost(inventory, ref) ?? []),
    isHaEnabled: pool?.isHaEnabled === true,
    pifs: [...inventory.pif.values()].filter((pif) => pif.host === of.host).map((pif) => believedPif(inventory, pif)),
    pbds: [...inventory.pbd.values()].filter((pbd) => pbd.host === of.host).flatMap((pbd) => believedPbd(inventory, pbd) ?? []),
    vms: [...inventory.vm.values()].filter((vm) => vm.residentOn === of.host && isOrdinaryVm(vm)).map(({ uuid, name }) => ({ uuid, name })),
  };
}

function poolHost(inventory: Inventory, ref: HostRef): PoolHost | undefined {
  const host = inventory.host.get(ref);
  if (host === undefined) return undefined;
  const version = host.software['product_version'];
  return { uuid: host.uuid, name: host.name, address: host.address, isLive: isHostLive(inventory, ref), ...(version !== undefined && { version }) };
}

const modes: Readonly<Record<string, BelievedPif['mode']>> = { Static: 'static', DHCP: 'dhcp' };

function believedPif(inventory: Inventory, pif: RecordOf<'pif'>): BelievedPif {
  const bridge = pif.network === null ? undefined : inventory.network.get(pif.network)?.bridge;
  return {
    uuid: pif.uuid,
    device: pif.device,
    ...(bridge !== undefined && { bridge }),
    mac: pif.mac,
    vlan: pif.vlan,
    address: pif.ip,
    netmask: pif.netmask,
    gateway: pif.gateway,
    dns: pif.dns,
    mode: modes[pif.ipMode] ?? 'none',
    isManagement: pif.isManagement,
    isAttached: pif.isAttached,
    isPhysical: pif.isPhysical,
    mtu: pif.mtu,
  };
}

function believedPbd(inventory: Inventory, pbd: RecordOf<'pbd'>): BelievedPbd | undefined {
  const sr = pbd.sr === null ? undefined : inventory.sr.get(pbd.sr);
  if (sr === undefined) return undefined;
  return {
    uuid: pbd.uuid,
    srUuid: sr.uuid,
    srName: sr.name,
    srType: sr.type,
    isAttached: pbd.isAttached,
    config: pbd.deviceConfig,
    sizeBytes: sr.physicalSize,
    usedBytes: sr.physicalUtilisation,
  };
}
