import { storagePorts } from '#simulator/world/dom0/legs.ts';
import { bootMachine, type Cable, losePower, plugCable, pullCable } from '#simulator/world/machine.ts';
import { restartToolstack, startToolstack, stopToolstack } from '#simulator/world/toolstack.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type FaultCommand, FaultError, type FaultParameter, type FaultValues } from './command.ts';
import { hostIn, numberIn } from './look-up.ts';

const HOST: FaultParameter = { name: 'host', kind: 'host' };
const CABLE: FaultParameter = { name: 'cable', kind: 'text', choices: ['management', 'storage'] };
const LARGEST_SKEW_SECONDS = 100 * 365 * 24 * 3600;

/** What can happen to one machine. */
export const machineCommands: readonly FaultCommand[] = [
  {
    name: 'replace-certificate',
    parameters: [HOST],
    description: 'The host shows a new certificate, as after a reinstallation or to an impostor',
    run(world, values) {
      hostIn(world, values).certificateGeneration += 1;
    },
  },
  {
    name: 'skew-clock',
    parameters: [HOST, { name: 'seconds', kind: 'number' }],
    description: "The host's clock is off by so many seconds; 0 ends it",
    run(world, values) {
      const seconds = numberIn(values, 'seconds');
      if (Math.abs(seconds) > LARGEST_SKEW_SECONDS) throw new FaultError('seconds is out of reach of a clock');
      hostIn(world, values).clockSkewMs = seconds * 1000;
    },
  },
  {
    name: 'pull-cable',
    parameters: [HOST, CABLE],
    description: 'The cable of the management or the storage network is pulled from the host',
    run: (world, values) => pullCable(hostIn(world, values), cableIn(values)),
  },
  {
    name: 'plug-cable',
    parameters: [HOST, CABLE],
    description: 'Undoes pull-cable',
    run: (world, values) => plugCable(hostIn(world, values), cableIn(values)),
  },
  {
    name: 'enter-storage-network',
    parameters: [HOST, { name: 'state', kind: 'text', choices: ['on', 'off'] }],
    description: "The administrator's computer has an address of its own in the host's storage network, or has it no more",
    run(world, values) {
      const host = hostIn(world, values);
      const { besideAdmin } = host.dom0.network;
      besideAdmin.clear();
      if (values['state'] === 'on') for (const port of storagePorts(host)) besideAdmin.add(port);
    },
  },
  {
    name: 'power-off',
    parameters: [HOST],
    description: 'The host loses power: everything on it is gone, and nobody is told',
    run: (world, values) => losePower(hostIn(world, values)),
  },
  {
    name: 'power-on',
    parameters: [HOST],
    description: 'Undoes power-off: the host boots, which takes two minutes',
    run: (world, values) => bootMachine(world, hostIn(world, values)),
  },
  {
    name: 'fence',
    parameters: [HOST],
    description: 'The host is reset as by its HA watchdog and boots again; with HA on the pool fails over once the timeout is past',
    run(world, values) {
      const host = hostIn(world, values);
      losePower(host);
      bootMachine(world, host);
    },
  },
  {
    name: 'restart-toolstack',
    parameters: [HOST],
    description: 'The toolstack starts anew; on a master all sessions and tasks are lost, VMs run on',
    run: (world, values) => restartToolstack(world, runningHost(world, values)),
  },
  {
    name: 'stop-toolstack',
    parameters: [HOST],
    description: 'The toolstack ends and its port is closed; VMs run on',
    run: (world, values) => stopToolstack(runningHost(world, values)),
  },
  {
    name: 'start-toolstack',
    parameters: [HOST],
    description: 'Undoes stop-toolstack',
    run: (world, values) => startToolstack(world, runningHost(world, values), 'toolstack-restarted'),
  },
];

function cableIn(values: FaultValues): Cable {
  return values['cable'] === 'storage' ? 'storage' : 'management';
}

function runningHost(world: World, values: FaultValues): SimHost {
  const host = hostIn(world, values);
  if (host.power !== 'on') throw new FaultError(`${host.name} has no power`);
  return host;
}
