import { driverOf, hasCarrier, legsOf, mtuOf, nicsOf } from '#simulator/world/dom0/legs.ts';
import { list, text } from '#simulator/world/fields.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { steady } from './facts.ts';
import { sessionsOf } from './iscsi.ts';
import type { AddFiles, TreeBuilder } from './tree.ts';

export const addSys: AddFiles = (builder, { world, host }) => {
  for (const nic of nicsOf(host)) addNic(builder, world, host, nic);
  for (const leg of legsOf(host)) {
    builder.file(`/sys/class/net/${leg.bridge}/operstate`, () => 'unknown\n');
    builder.file(`/sys/class/net/${leg.bridge}/carrier`, () => '1\n');
    builder.file(`/sys/class/net/${leg.bridge}/address`, () => `${leg.mac}\n`);
    builder.file(`/sys/class/net/${leg.bridge}/mtu`, () => `${mtuOf(host, leg)}\n`);
  }
  builder.file('/sys/class/net/lo/operstate', () => 'unknown\n');
  builder.file('/sys/class/net/lo/address', () => '00:00:00:00:00:00\n');
  for (const session of sessionsOf(world, host)) {
    const folder = `/sys/class/iscsi_session/session${session.number}`;
    builder.file(`${folder}/targetname`, () => `${session.target}\n`);
    builder.file(`${folder}/state`, () => `${session.state}\n`);
    builder.file(`${folder}/recovery_tmo`, () => '15\n');
    const connection = `${folder}/device/connection${session.number}:0/iscsi_connection/connection${session.number}:0`;
    builder.file(`${connection}/address`, () => `${session.portal}\n`);
    builder.file(`${connection}/port`, () => '3260\n');
    const known = `/sys/class/iscsi_connection/connection${session.number}:0`;
    builder.file(`${known}/persistent_address`, () => `${session.portal}\n`);
    builder.file(`${known}/persistent_port`, () => '3260\n');
  }
  for (const counter of ['ce_count', 'ue_count']) {
    builder.file(`/sys/devices/system/edac/mc/mc0/${counter}`, () => `${counter === 'ce_count' ? host.dom0.hardware.correctedErrors : 0}\n`);
  }
  builder.file('/sys/devices/system/clocksource/clocksource0/current_clocksource', () => 'xen\n');
  builder.file('/sys/hypervisor/type', () => 'xen\n');
  builder.file('/sys/class/dmi/id/product_name', () => `${biosString(host, 'system-product-name')}\n`);
  builder.file('/sys/class/dmi/id/sys_vendor', () => `${biosString(host, 'system-manufacturer')}\n`);
  builder.file('/sys/class/dmi/id/product_serial', () => `${biosString(host, 'system-serial-number')}\n`);
};

export function biosString(host: SimHost, key: string): string {
  const strings = host.pool.database.find('host', host.ref)?.['bios_strings'];
  const value = typeof strings === 'object' && !Array.isArray(strings) ? (strings as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function addNic(builder: TreeBuilder, world: World, host: SimHost, nic: ReturnType<typeof nicsOf>[number]): void {
  const folder = `/sys/class/net/${nic.device}`;
  const isUp = hasCarrier(host, nic.device);
  const isAdminDown = host.dom0.network.adminDown.has(nic.device);
  const file = (name: string, value: string | number): void => builder.file(`${folder}/${name}`, () => `${value}\n`);
  file('operstate', isUp ? 'up' : 'down');
  // The kernel refuses to read these of a card that is switched off; nothing comes out.
  if (!isAdminDown) {
    file('carrier', isUp ? 1 : 0);
    file('speed', isUp ? nic.speedMib : -1);
    file('duplex', isUp ? 'full' : 'unknown');
  }
  file('address', nic.mac);
  file('mtu', nic.mtu);
  file('carrier_changes', (host.dom0.network.carrierChanges.get(nic.device) ?? 0) + (nic.hasSwitchPort ? 3 : 1));
  const seconds = Math.floor((world.clock.now() - host.dom0.bootedMs) / 1000);
  const rate = isUp ? 20_000 + steady(`${host.uuid}${nic.device}`, 900_000) : 0;
  const isDeaf = host.dom0.network.wrongVlan.has(nic.device);
  file('statistics/rx_bytes', isDeaf ? 881_723 : 881_723 + rate * seconds);
  file('statistics/tx_bytes', 120_034 + rate * seconds);
  for (const counter of ['rx_errors', 'tx_errors', 'rx_crc_errors', 'rx_dropped', 'tx_dropped', 'collisions']) file(`statistics/${counter}`, 0);
  builder.link(`${folder}/device`, `/sys/devices/pci0000:00/${nic.pci}`);
  builder.folder(`/sys/devices/pci0000:00/${nic.pci}`);
  builder.link(`/sys/devices/pci0000:00/${nic.pci}/driver`, `/sys/bus/pci/drivers/${driverOf(nic)}`);
  builder.folder(`/sys/bus/pci/drivers/${driverOf(nic)}`);
}

export function bondsOf(host: SimHost): readonly { readonly device: string; readonly mode: string; readonly members: readonly string[] }[] {
  const { database } = host.pool;
  return database.refs('Bond').flatMap((bond) => {
    const row = database.get('Bond', bond);
    const master = database.find('PIF', text(row, 'master'));
    if (master === undefined || text(master, 'host') !== host.ref) return [];
    const members = list(row, 'slaves').map((slave) => text(database.find('PIF', slave) ?? {}, 'device'));
    return [{ device: text(master, 'device'), mode: text(row, 'mode'), members: members.toSorted() }];
  });
}
