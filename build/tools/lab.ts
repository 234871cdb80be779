import { runInForeground } from '../bootstrap/child.mjs';
import { say } from '../bootstrap/ground.mjs';
import { type Machine, onPath } from './machine.ts';

/** Programs of the lab, and Debian's packages that bring them. */
const PROGRAMS: readonly (readonly [program: string, debian: string])[] = [
  ['ip', 'iproute2'],
  ['ssh', 'openssh-client'],
  ['sshd', 'openssh-server'],
  ['ethtool', 'ethtool'],
  ['ping', 'iputils-ping'],
  ['arping', 'iputils-arping'],
  ['iptables', 'iptables'],
  ['openssl', 'openssl'],
  ['unshare', 'util-linux'],
  ['nsenter', 'util-linux'],
  ['perl', 'perl-base'],
];

function missing(machine: Machine): readonly string[] {
  return PROGRAMS.flatMap(([program, debian]) =>
    (onPath(machine, [program]) ?? onPath({ ...machine, env: { PATH: '/usr/sbin:/sbin' } }, [program])) === undefined ? [debian] : [],
  );
}

/** Only root may make network namespaces, and only Linux has them; elsewhere the lab's tests show themselves as skipped. */
export async function prepareLab(machine: Machine): Promise<NodeJS.ProcessEnv> {
  if (machine.platform !== 'linux' || !machine.isRoot) return {};
  const wanted = missing(machine);
  if (wanted.length > 0) {
    if (onPath(machine, ['apt-get']) === undefined) return {};
    say(`installing what the lab needs (apt-get install ${wanted.join(' ')}) ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runInForeground('apt-get', ['update', '-qq'], { env });
    await runInForeground('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { env });
  }
  return missing(machine).length > 0 ? {} : { POOLKEEPER_LAB: 'yes' };
}
