import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN, type Lab } from '#test/lab/lab.ts';
import { ran } from '#test/lab/network.ts';

/** An administrator gives up on an address after so long; OpenSSH itself waits until the kernel does, which is over two minutes. */
const GIVEN_UP_AFTER_S = 30;
const AS_LONG_AS_IT_TAKES_S = 600;

export interface ByHand {
  readonly name: string;
  readonly ms: number;
}

/** A person with OpenSSH's client and its default timeouts: one address after the other, then the storage address by way of a member. */
export async function byHand(lab: Lab, of: { readonly dark: string; readonly jump: string; readonly isPatient: boolean }): Promise<ByHand> {
  const seconds = of.isPatient ? AS_LONG_AS_IT_TAKES_S : GIVEN_UP_AFTER_S;
  const key = join(lab.folder, 'person');
  await ran('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  for (const name of [of.dark, of.jump]) writeFileSync(lab.host(name).authorizedKeys, readFileSync(`${key}.pub`));
  const number = lab.host(of.dark).host.address.split('.').at(-1) ?? '';
  const options = `-i ${key} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes`;
  const jump = lab.host(of.jump).host.address;
  const ways = [
    `ssh ${options} root@10.8.0.${number} hostname`,
    `ssh ${options} root@10.8.1.${number} hostname`,
    `ssh ${options} -o ProxyCommand='ssh ${options} -W %h:%p root@${jump}' root@10.8.1.${number} hostname`,
  ];
  const startMs = performance.now();
  const tried = [];
  for (const way of ways) tried.push(await lab.network.inside(ADMIN, 'timeout', String(seconds), 'bash', '-c', way));
  const ms = performance.now() - startMs;
  const [straight, other, through] = tried.map(({ stdout }) => stdout.trim());
  if (straight !== '' || other !== '' || through !== of.dark) throw new Error(`OpenSSH has met something else: ${JSON.stringify(tried)}`);
  const isCutShort = tried.some(({ code }) => code === 124);
  return { name: `OpenSSH by hand, three ways in turn${isCutShort ? `; each given up after ${seconds} s` : ''}`, ms };
}
