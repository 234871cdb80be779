import { nicsOf, pifsOf } from '#simulator/world/dom0/legs.ts';
import { haltDomain } from '#simulator/world/domains/stop-domain.ts';
import { flag, list, map, text } from '#simulator/world/fields.ts';
import { change } from '#simulator/world/rows.ts';
import { restartToolstack } from '#simulator/world/toolstack.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type FaultCommand, FaultError, type FaultParameter } from './command.ts';
import { hostIn } from './look-up.ts';

const HOST: FaultParameter = { name: 'host', kind: 'host' };
const DEVICE: FaultParameter = { name: 'device', kind: 'text' };
const SWITCH: FaultParameter = { name: 'state', kind: 'text', choices: ['on', 'off'] };

/** What can come between a member, its own records and its pool. */
export const memberCommands: readonly FaultCommand[] = [
  {
    name: 'swap-cards',
    parameters: [HOST, DEVICE, { name: 'with', kind: 'text' }],
    description: 'Two cards have changed their names, as after somebody changed slots; restore-network undoes it',
    run(world, values) {
      const host = hostIn(world, values);
      const [one, other] = [cardIn(host, values['device']), cardIn(host, values['with'])];
      host.dom0.network.renamed.set(one.device, other.mac).set(other.device, one.mac);
    },
  },
  {
    name: 'remove-card',
    parameters: [HOST, DEVICE],
    description: 'A card is not on the bus any more; restore-network undoes it',
    run(world, values) {
      const host = hostIn(world, values);
      host.dom0.network.removed.add(cardIn(host, values['device']).device);
    },
  },
  {
    name: 'add-card',
    parameters: [HOST, DEVICE],
    description: 'A card is put in; the pool knows it after it has looked',
    run(world, values) {
      const host = hostIn(world, values);
      const tail = [1, 2, 3].map(() => world.random.below(256).toString(16).padStart(2, '0'));
      host.dom0.network.added.set(values['device'] ?? '', `bc:97:e1:${tail.join(':')}`);
    },
  },
  {
    name: 'lease-address',
    parameters: [HOST],
    description: 'The records say that the management interface gets its address from a DHCP server',
    run(world, values) {
      const host = hostIn(world, values);
      const management = pifsOf(host).find(({ row }) => flag(row, 'management'));
      if (management === undefined) throw new FaultError(`${host.name} has no management interface`);
      change(host.pool, 'PIF', management.pif, { ip_configuration_mode: 'DHCP' });
    },
  },
  {
    name: 'update-early',
    parameters: [HOST, { name: 'version', kind: 'text' }],
    description: 'The host was updated before its master, which refuses it; its toolstack starts anew',
    run(world, values) {
      const host = hostIn(world, values);
      const software = map(host.pool.database.get('host', host.ref), 'software_version');
      host.pool.database.set('host', host.ref, { software_version: { ...software, product_version: values['version'] ?? '' } });
      refuse(world, host, 'ahead-of-master');
    },
  },
  {
    name: 'disown',
    parameters: [HOST],
    description: 'Its master has no record of the host any more; its toolstack starts anew',
    run: (world, values) => refuse(world, hostIn(world, values), 'forgotten'),
  },
  {
    name: 'set-enabled',
    parameters: [HOST, SWITCH],
    description: 'Somebody has disabled the host for good, or enables it again',
    run(world, values) {
      const host = hostIn(world, values);
      host.enablesItself = values['state'] === 'on';
      change(host.pool, 'host', host.ref, { enabled: host.enablesItself });
    },
  },
  {
    name: 'unplug-storage',
    parameters: [HOST, { name: 'storage', kind: 'text' }],
    description: "A repository's connection to the host is not plugged in; its disks are not there",
    run(world, values) {
      const host = hostIn(world, values);
      const { database } = host.pool;
      const wanted = values['storage'] ?? '';
      const found = list(database.get('host', host.ref), 'PBDs').find((pbd) => {
        const sr = database.find('SR', text(database.get('PBD', pbd), 'SR')) ?? {};
        return [text(sr, 'name_label'), text(sr, 'uuid')].includes(wanted);
      });
      if (found === undefined) throw new FaultError(`${host.name} has no storage ${wanted}`);
      change(host.pool, 'PBD', found, { currently_attached: false });
    },
  },
  {
    name: 'forget-guests',
    parameters: [HOST],
    description: 'Somebody has put the records of its VMs right: they are halted',
    run(world, values) {
      const { pool, ref } = hostIn(world, values);
      for (const vm of list(pool.database.get('host', ref), 'resident_VMs')) {
        if (!flag(pool.database.get('VM', vm), 'is_control_domain')) haltDomain(pool, vm);
      }
    },
  },
  {
    name: 'lose-controller',
    parameters: [HOST, SWITCH],
    description: "The host's management controller does not answer",
    run(world, values) {
      hostIn(world, values).dom0.hardware.isControllerSilent = values['state'] === 'on';
    },
  },
  {
    name: 'end-heartbeat',
    parameters: [HOST],
    description: 'The HA daemon of the host has ended, and the host still takes itself for armed',
    run(world, values) {
      const { ha } = hostIn(world, values).dom0;
      ha.isArmed = true;
      ha.isDaemonRunning = false;
    },
  },
];

function cardIn(host: SimHost, device: string | undefined): { readonly device: string; readonly mac: string } {
  const found = nicsOf(host).find((nic) => nic.device === device);
  if (found === undefined) throw new FaultError(`${host.name} has no port ${device ?? ''}`);
  return found;
}

function refuse(world: World, host: SimHost, refusal: SimHost['dom0']['refusal']): void {
  host.dom0.refusal = refusal;
  restartToolstack(world, host);
}
