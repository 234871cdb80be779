import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { legsOf, nicsOf } from '#simulator/world/dom0/legs.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { FILES_LAID_OVER, keepFiles, LAID_OVER } from './host-files.ts';
import { type LabNetwork, ran, type Ran, ROUTER, type Switch } from './network.ts';
import { answerPrograms } from './programs.ts';
import { openRoom } from './room.ts';
import { type Agent, startAgent } from './start-agent.ts';

/** A namespace with processes, mounts and a name of its own, a real SSH server, and the world behind the programs it lacks. */
export interface LabHost extends AsyncDisposable {
  readonly host: SimHost;
  readonly agent: Agent;
  /** What root types at the machine itself. */
  type(script: string): Promise<Ran>;
  /** Where its toolstack listens for its own programs. */
  readonly toolstackSocket: string;
  /** Whose keys its SSH server takes, besides root's password. */
  readonly authorizedKeys: string;
  follow(): void;
}

export interface HostSetup {
  readonly world: World;
  readonly host: SimHost;
  readonly folder: string;
  /** As sshd's own password file wants it. */
  readonly passwordHash: string;
  /** Lines of its SSH server's settings besides the usual ones. */
  readonly sshd: readonly string[];
  /** Scripts that stand before what the world answers. */
  readonly programs: Readonly<Record<string, string>>;
}

const SWITCHES: Readonly<Record<string, Switch>> = { eth0: 'management', eth1: 'spare', eth2: 'storage', eth3: 'spare' };

/** The wires a host's records know, and its addresses on bridges as the toolstack builds them. */
export async function wireHost(network: LabNetwork, host: SimHost): Promise<void> {
  const wires = nicsOf(host).map(({ device, mac }) => ({ device, mac, to: SWITCHES[device] }));
  const lines = legsOf(host).flatMap(({ bridge, uplinks, mac, ip, prefix, isManagement }) => [
    `link add ${bridge} type bridge`,
    `link set ${bridge} address ${mac}`,
    ...uplinks.map((device) => `link set ${device} master ${bridge}`),
    `link set ${bridge} up`,
    ...(ip === undefined ? [] : [`addr add ${ip}/${prefix} dev ${bridge}`]),
    ...(isManagement ? [`route add default via ${ROUTER} dev ${bridge}`] : []),
  ]);
  await network.add(host.name, { wires, lines });
}

export async function startHost(network: LabNetwork, setup: HostSetup): Promise<LabHost> {
  const { world, host, folder, passwordHash, sshd } = setup;
  const own = join(folder, host.name);
  await using undo = new AsyncDisposableStack();
  mkdirSync(own, { recursive: true });
  const files = keepFiles(own, { world, host });
  files.follow();
  const programs = undo.use(await answerPrograms(own, setup));
  let clock = '';
  const follow = (): void => {
    files.follow();
    if (clock !== String(host.clockSkewMs)) writeFileSync(programs.clockFile, (clock = String(host.clockSkewMs)));
  };
  follow();
  layOutCards(own, host);
  mkdirSync(join(own, 'ssh'), { recursive: true });
  await ran('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(own, 'ssh', 'ssh_host_ed25519_key')]);
  writeFileSync(join(own, 'ssh', 'sshd_config'), [...SSHD_CONFIG, ...sshd, ''].join('\n'));
  const toolstackSocket = join(own, 'xapi.sock');
  writeFileSync(join(own, 'start'), startScript(own, { host, programs: programs.folder, passwordHash, toolstackSocket }));
  const namespace = network.nameOf(host.name);
  const room = undo.use(openRoom(namespace, join(own, 'start'), ITS_OWN));
  const agent = undo.use(startAgent(namespace));
  if (room.pid !== undefined) agent.guard(room.pid);
  await untilSshAnswers(agent, host);
  const kept = undo.move();
  return {
    host,
    agent,
    toolstackSocket,
    authorizedKeys: join(own, 'ssh', 'authorized_keys'),
    follow,
    type: async (script) => await room.type(script),
    [Symbol.asyncDispose]: async () => await kept.disposeAsync(),
  };
}

/** Its root is at home in the host: what this computer's root has a shell do first is not done there, where it might wait for ever. */
const HOME = '/run/root';
const ITS_OWN = [`HOME=${HOME}`, 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];

/** Wires between namespaces are no cards: what a card has besides is laid over them. */
function layOutCards(own: string, host: SimHost): void {
  for (const { device, pci } of nicsOf(host)) {
    mkdirSync(join(own, 'cards', device), { recursive: true });
    mkdirSync(join(own, 'pci', device, pci), { recursive: true });
    symlinkSync('/sys/bus/pci/drivers/veth', join(own, 'pci', device, pci, 'driver'));
    symlinkSync(join(own, 'pci', device, pci), join(own, 'cards', device, 'device'));
  }
}

const SSHD_CONFIG = [
  'Port 22',
  'HostKey /etc/ssh/ssh_host_ed25519_key',
  'PermitRootLogin yes',
  'PasswordAuthentication yes',
  'KbdInteractiveAuthentication no',
  'StrictModes no',
  'AuthorizedKeysFile /etc/ssh/authorized_keys',
  'UseDNS no',
  'UsePAM no',
  'PrintMotd no',
  'PidFile /run/sshd.pid',
];

interface Start {
  readonly host: SimHost;
  readonly programs: string;
  readonly passwordHash: string;
  readonly toolstackSocket: string;
}

/** Everything is laid over this computer's folders in mounts of its own, and gone with it. */
function startScript(own: string, { host, programs, passwordHash, toolstackSocket }: Start): string {
  const over = (folder: string, index: number): string =>
    `mkdir -p ${own}/over/u${index} ${own}/over/w${index}; mount -t overlay lab -o lowerdir=${folder},upperdir=${own}/over/u${index},workdir=${own}/over/w${index} ${folder}`;
  return [
    'set -e',
    `hostname ${host.name}`,
    'mount --make-rprivate /',
    `mkdir -p ${own}/over; mount -t tmpfs lab ${own}/over`,
    ...['/etc', '/usr/sbin', '/var/lib'].map(over),
    `mount -t tmpfs lab /run; mkdir -p /run/sshd ${HOME}`,
    `mkdir -p ${LAID_OVER.join(' ')}`,
    ...LAID_OVER.map((folder) => `mount --bind ${own}/files${folder} ${folder}`),
    ...FILES_LAID_OVER.map((file) => `[ -e ${file} ] || touch ${file}; mount --bind ${own}/files${file} ${file}`),
    `mount --bind ${own}/ssh /etc/ssh`,
    ...nicsOf(host).map(({ device }) => `d=/sys/devices/virtual/net/${device}; mount -t overlay lab -o lowerdir=${own}/cards/${device}:$d $d`),
    `cp -rf ${programs}/. /usr/sbin/`,
    `ln -sf ${toolstackSocket} /var/lib/xcp/xapi`,
    `sed -i 's|^root:[^:]*:|root:${passwordHash}:|' /etc/shadow`,
    `sed -i 's|^\\(root:.*\\):[^:]*:\\([^:]*\\)$|\\1:${HOME}:\\2|' /etc/passwd`,
    '/usr/sbin/sshd',
    // The first process takes in what others leave behind.
    'while :; do sleep 1000 & wait $! || true; done',
    '',
  ].join('\n');
}

const STARTS_WITHIN_MS = 30_000;

async function untilSshAnswers(agent: Agent, { name }: SimHost): Promise<void> {
  const untilMs = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    const answers = await agent.dial({ host: '127.0.0.1', port: 22, ms: 2_000 }).then(
      (socket) => socket.destroy().destroyed,
      () => false,
    );
    if (answers) return;
    if (performance.now() > untilMs) throw new Error(`no SSH server in ${name} after ${STARTS_WITHIN_MS} ms`);
    await sleep(50);
  }
}
