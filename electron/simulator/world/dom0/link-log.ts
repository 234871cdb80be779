import type { SimHost } from '#simulator/world/world.ts';
import { note } from './dom0.ts';
import { driverOf, nicsOf } from './legs.ts';

/** What the kernel writes when a port loses or gets its link. */
export function noteLink(host: SimHost, device: string, isUp: boolean): void {
  const { dom0 } = host;
  dom0.network.carrierChanges.set(device, (dom0.network.carrierChanges.get(device) ?? 0) + 1);
  const nic = nicsOf(host).find((known) => known.device === device);
  if (nic === undefined) return;
  const driver = driverOf(nic);
  const speed = nic.speedMib >= 1000 ? `${nic.speedMib / 1000} Gbps` : `${nic.speedMib} Mbps`;
  if (driver === 'tg3') note(dom0, 'kern.log', `tg3 ${nic.pci} ${device}: Link is ${isUp ? `up at ${nic.speedMib} Mbps, full duplex` : 'down'}`);
  else note(dom0, 'kern.log', `${driver} ${nic.pci} ${device}: NIC Link is ${isUp ? `Up, ${speed} Full Duplex, Flow Control: None` : 'Down'}`);
}
