import type { Failure } from '#shared/contract/failure.ts';
import { ownFailureText } from './route-words.ts';

type JumpFailure = Extract<Failure, { kind: 'ssh-jump' }>;
interface Words {
  readonly what: string;
  readonly next?: string;
}

/** Why a jump host does not lead to a server. */
export function jumpText({ jump, address, why }: JumpFailure): Words {
  if (jump === undefined) return { what: `The jump host on the way to ${address} was removed.`, next: 'Choose another way to this server.' };
  const { name, user } = jump;
  switch (why.is) {
    case 'host-key-unconfirmed':
      return { what: `Nobody has confirmed the key of the jump host ${name} yet.` };
    case 'host-key-changed':
      return {
        what: `The jump host ${name} shows another key than the one it is known by. Nothing was sent.`,
        next: 'Find out why before you go on. The known key can be removed in the settings.',
      };
    case 'no-secret':
      return { what: `The jump host ${name} wants a password or a key of ${user}.`, next: 'Type its password, or add a key in the settings.' };
    case 'secret-refused':
      return {
        what: `The jump host ${name} refuses the login of ${user}.`,
        next: 'Check its password or your key. What it refused is not sent again by itself.',
      };
    case 'jump-refused-forwarding':
      return { what: `The jump host ${name} lets us in, but forwards no connections.`, next: 'AllowTcpForwarding in its sshd_config decides that.' };
    default:
      return {
        what: `The jump host ${name} at ${jump.address} did not take us to ${address}: ${ownFailureText(why)}.`,
        next: 'Look after the jump host first, or choose another way.',
      };
  }
}

/** Asked in place of the form. */
export const jumpQuestionText = {
  keyTitle: (name: string) => `Is this ${name}?`,
  keyIntro: (name: string, address: string) =>
    `The jump host ${name} at ${address} shows this SSH host key, which nobody has confirmed yet. Compare it before anything secret is sent.`,
  compare: 'On the jump host: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
  accept: 'It is the same, go on',
  refuse: 'It differs, stop',
  copy: 'Copy the fingerprint',
  passwordTitle: (user: string, name: string) => `Password of ${user} on ${name}`,
  refused: 'What was tried before was refused.',
  once: 'The key of the jump host is confirmed. The password is sent to it alone.',
  keep: 'Remember it with the kept passwords',
  send: 'Go on',
  empty: 'Type it first.',
} as const;
