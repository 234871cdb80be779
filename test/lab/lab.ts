import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { nicsOf } from '#simulator/world/dom0/legs.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { startHost } from './lab-host.ts';
import { createNetwork, type LabNetwork, type Ran, ran } from './network.ts';

/** Three hosts of a pool and an administrator's computer, on real cables. */
export interface Lab extends AsyncDisposable {
  readonly world: World;
  readonly network: LabNetwork;
  host(name: string): SimHost;
  /** OpenSSH's own client at the administrator's computer, through a member if one is named. */
  ssh(address: string, script: string, through?: string): Promise<Ran>;
  /** Heartbeats travel once: the world learns which hosts really hear their master. */
  heartbeat(): Promise<void>;
}

const ADMIN = 'admin';
const SECONDS_TO_START = 15;

export async function startLab(scenario: string): Promise<Lab> {
  const world = await buildScenario(scenarioNamed(scenario));
  const folder = mkdtempSync(join(tmpdir(), 'pklab-'));
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rmSync(folder, { recursive: true, force: true }));
  const network = undo.use(await createNetwork());
  await ran('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'admin')]);
  await network.add(ADMIN, [{ device: 'eth0', address: '10.8.0.200/24', to: 'management' }]);
  for (const host of world.hosts) {
    const number = host.address.split('.').at(-1) ?? '';
    const mac = (device: string): string => nicsOf(host).find((nic) => nic.device === device)?.mac ?? '';
    await network.add(host.name, [
      { device: 'eth0', address: `10.8.0.${number}/24`, to: 'management', mac: mac('eth0') },
      { device: 'eth2', address: `10.8.1.${number}/24`, to: 'storage', mac: mac('eth2') },
    ]);
    undo.use(await startHost(network, folder, { world, host }));
  }
  const options = [
    '-i',
    join(folder, 'admin'),
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'LogLevel=ERROR',
    '-o',
    'ConnectTimeout=4',
    '-o',
    'BatchMode=yes',
  ];
  const proxy = (through: string): string => `ssh ${options.join(' ')} -W %h:%p root@${through}`;
  const ssh = async (address: string, script: string, through?: string): Promise<Ran> =>
    await network.inside(
      ADMIN,
      'ssh',
      ...options,
      ...(through === undefined ? [] : ['-o', `ProxyCommand=${proxy(through)}`]),
      `root@${address}`,
      script,
    );
  for (const host of world.hosts) await untilItAnswers(network, host.address);
  const kept = undo.move();
  return {
    world,
    network,
    host(name) {
      const found = world.hosts.find((known) => known.name === name);
      if (found === undefined) throw new RangeError(`no host ${name}`);
      return found;
    },
    ssh,
    async heartbeat() {
      const { master } = world.pools[0] ?? {};
      for (const host of world.hosts) {
        if (master === undefined || host === master) continue;
        const { code } = await network.inside(host.name, 'ping', '-n', '-c1', '-W1', master.address);
        host.cables.management = code === 0 ? 'plugged' : 'pulled';
      }
    },
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}

/** bash's own connection, repeated inside the namespace until something listens. */
async function untilItAnswers(network: LabNetwork, address: string): Promise<void> {
  const script = `for n in $(seq ${SECONDS_TO_START * 5}); do timeout 1 bash -c 'exec 3<>/dev/tcp/${address}/22' 2>/dev/null && exit 0; sleep 0.2; done; exit 1`;
  const { code } = await network.inside(ADMIN, 'bash', '-c', script);
  if (code !== 0) throw new Error(`no SSH server at ${address} after ${SECONDS_TO_START} s`);
}
