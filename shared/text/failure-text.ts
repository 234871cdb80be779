import type { DatabaseFileWhy, KeyFileWhy, Failure, StorageWhy, UnreachableWhy, VaultWhy } from '#shared/contract/failure.ts';
import { storageFault } from '#shared/domain/storage/fault.ts';
import { readLoginAnswer } from '#shared/domain/connection/login-answer.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { consoleRefusal } from './console-text.ts';
import { hostFindingText } from './host-finding-text.ts';
import { jumpText } from './jump-text.ts';
import { problemText } from './problem-text.ts';
import { driverWords } from './storage-fault-text.ts';
import { xapiErrorText } from './xapi-error-text.ts';

/** What happened, then the first thing to do; a code comes last and can be copied. */
export interface FailureText {
  readonly what: string;
  readonly next?: string;
  readonly code?: string;
}

export function failureText(failure: Failure): FailureText {
  switch (failure.kind) {
    case 'unreachable':
      return unreachableText(failure.address, failure.why);
    case 'untrusted-certificate':
      return untrustedText(failure);
    case 'proxy':
      return proxyText(failure);
    case 'ssh-jump':
      return jumpText(failure);
    case 'master-unreachable':
      return {
        what: `${failure.member} is a member of a pool whose master ${failure.master} cannot be reached.`,
        next: 'Look after the master first: its power, its network, its toolstack. Its members wait for it.',
      };
    case 'split-brain':
      return {
        what: `Several hosts claim to be master of this pool: ${failure.masters.join(', ')}.`,
        next: 'The pool is split, or one of them was restored from a backup. Change nothing before it is clear which of them the other hosts obey.',
      };
    case 'another-pool':
      return {
        what: `${failure.address} now answers for another pool${failure.name === '' ? '' : `, ${failure.name}`}.`,
        next: 'The host may have left this pool or been installed anew. Connect by the address of a host that is still in it.',
      };
    case 'auth':
      return { what: `The server does not accept this password for ${failure.user}.`, next: 'Check user and password, then try again.' };
    case 'xapi':
      return { ...xapiText(failure.code, failure.parameters), code: xapiCode(failure.code, failure.parameters) };
    case 'already-connected':
      return { what: `Already connected as ${failure.name}.` };
    case 'no-password':
      return { what: `The password of ${failure.user} was not kept.`, next: 'Type it to connect.' };
    case 'vault':
      return vaultWords[failure.why];
    case 'database-file':
      return { ...databaseFileWords[failure.why], code: failure.file };
    case 'key-file':
      return keyFileWords[failure.why];
    case 'read-from-file':
      return { what: 'Read from a file; nothing here can be changed.', code: failure.file };
    case 'storage':
      return { ...storageWords[failure.why], code: failure.path };
    case 'console':
      return consoleRefusal(failure.status);
    case 'gone':
      return { what: 'This is not there any more.' };
    case 'precheck':
      return { what: failure.problems.map(problemText).join(' ') };
    case 'changed-meanwhile':
      return {
        what: 'Somebody else changed it while you were editing; their value was kept.',
        next: 'Look at it and edit again.',
        code: failure.now,
      };
    case 'command':
      return {
        what: `A command on the host did not succeed${failure.code === undefined ? '' : ` (exit code ${failure.code})`}.`,
        next: 'Read what it said; nothing after it was run.',
        code: `${failure.line}\n${failure.said}`.trim(),
      };
    case 'still-found':
      return { what: 'The repair was made, and the finding is still there.', next: 'Look at its evidence again; the cause may be another one.' };
    case 'not-confirmed':
      return { what: 'The server does not show the result.', next: 'Look at the object before you try again.' };
    case 'no-undo':
      return { what: 'This cannot be undone any more.' };
    case 'cancelled':
      return { what: 'Cancelled.' };
    case 'engine-gone':
      return { what: 'The part of Poolkeeper that talks to your servers does not answer.', next: 'Start Poolkeeper again.' };
    case 'not-arrived':
      return { what: 'The connection to the engine was lost before it heard of this. Nothing was done.', next: 'Try it again.' };
    case 'bug':
      return { what: 'Poolkeeper made a mistake.', next: 'Please report it with this text.', code: failure.incident };
    default:
      return unreachable(failure);
  }
}

const unreachableWords: Readonly<Record<UnreachableWhy, (address: string) => FailureText>> = {
  'name-not-found': (address) => ({ what: `There is no server named ${address}.`, next: 'Check the spelling, or use its IP address.' }),
  refused: (address) => ({
    what: `${address} refuses the connection.`,
    next: 'The machine is on, but its toolstack does not listen. It may be starting, or need a restart.',
  }),
  'no-route': (address) => ({ what: `No network leads to ${address}.`, next: 'Check the address, your network and any VPN.' }),
  'timed-out': (address) => ({
    what: `${address} does not answer.`,
    next: 'The machine may be off or cut from the network. Check its power and its management network.',
  }),
  closed: (address) => ({ what: `${address} closed the connection.`, next: 'Its toolstack may be restarting. Try again in a moment.' }),
  'no-tls': (address) => ({ what: `${address} answers, but not over TLS.`, next: 'Check the port.' }),
  'not-xapi': (address) => ({ what: `${address} answers, but not as XenServer or XCP-ng.`, next: 'Check the address and the port.' }),
};

const vaultWords: Readonly<Record<VaultWhy, FailureText>> = {
  locked: { what: 'Your kept passwords are locked.', next: 'Unlock them with your passphrase, or type the password of this server.' },
  'no-passphrase': { what: 'There is no passphrase to keep passwords with yet.', next: 'Choose one, or connect without keeping the password.' },
  'wrong-passphrase': { what: 'This is not the passphrase your passwords were locked with.', next: 'Try again.' },
  'system-holds-key': { what: 'Your system locks and unlocks the kept passwords by itself.' },
  'unreadable-entry': { what: 'The kept password can no longer be read.', next: 'Type it again; it replaces what was kept.' },
};

const databaseFileWords: Readonly<Record<DatabaseFileWhy, FailureText>> = {
  'not-a-database': { what: 'This is not a database of XenServer or XCP-ng.', next: 'Choose a file made with xe pool-dump-database, or a state.db.' },
  'cut-short': { what: 'This file breaks off before its end.', next: 'Copy it again.' },
  damaged: { what: 'This file cannot be decompressed.', next: 'Copy it again.' },
  'too-big': { what: 'This file holds more than a pool can.' },
  'no-pool': { what: 'There is no pool in this database.' },
};

const keyFileWords: Readonly<Record<KeyFileWhy, FailureText>> = {
  'not-a-key': { what: 'This is not a private key.', next: 'Choose a key file of OpenSSH or PuTTY, or a PEM file.' },
  'public-half': { what: 'This is the public half of a key.', next: 'Choose the file beside it that holds the private half.' },
  damaged: { what: 'This key file is damaged.', next: 'Copy it again.' },
  'needs-passphrase': { what: 'This key is protected by a passphrase.', next: 'Type it with the key.' },
  'wrong-passphrase': { what: 'The passphrase does not open this key.', next: 'Type it again.' },
  unsupported: { what: 'Keys of this kind cannot be used here.', next: 'Save it in the form of OpenSSH.' },
};

const storageWords: Readonly<Record<StorageWhy, FailureText>> = {
  unreadable: { what: 'A file of Poolkeeper cannot be read.', next: 'Check who may read it.' },
  unwritable: { what: 'A file of Poolkeeper cannot be written.', next: 'Check free space and who may write there.' },
  'newer-version': { what: 'A later release of Poolkeeper wrote this file.', next: 'Install that release again; nothing was changed.' },
};

function unreachableText(address: string, why: UnreachableWhy): FailureText {
  return unreachableWords[why](address);
}

type FailureOf<K extends Failure['kind']> = Extract<Failure, { kind: K }>;

function untrustedText({ address, pinned, isListedByPool }: FailureOf<'untrusted-certificate'>): FailureText {
  if (pinned === undefined) return { what: `Nobody has confirmed the certificate of ${address} yet.` };
  const what = `${address} shows another certificate than the one you trusted.`;
  if (isListedByPool === true) return { what, next: "The pool's own records name the new one, so it was most likely replaced on purpose." };
  if (isListedByPool === false) {
    return { what, next: "The pool's own records do not name it. Do not go on before you know who replaced it and why." };
  }
  return { what, next: 'Someone may have replaced it on purpose. Compare the fingerprint on the server before you go on.' };
}

function proxyText({ proxy, address, status }: FailureOf<'proxy'>): FailureText {
  switch (status) {
    case 407:
      return { what: `The proxy ${proxy} wants a login.`, next: 'Check the user and password of the proxy.' };
    case 403:
      return { what: `The proxy ${proxy} does not allow connections to ${address}.`, next: 'Ask whoever runs it to allow them.' };
    case 0:
      return { what: `${proxy} answers, but not as an HTTP proxy.`, next: 'Check the address and the port of the proxy.' };
    default:
      return {
        what: `The proxy ${proxy} could not connect to ${address}.`,
        next: 'Check that the address can be reached from there.',
        code: `HTTP ${status}`,
      };
  }
}

/** What a storage driver wrote for programs is no text for a person; what it said is. */
function xapiCode(code: string, parameters: readonly string[]): string {
  const shown = storageFault(code, parameters) === undefined ? parameters : [driverWords(parameters) ?? ''];
  return [code, ...shown].filter((part) => part !== '').join(' · ');
}

function xapiText(code: string, parameters: readonly string[]): FailureText {
  switch (code) {
    case 'HOST_IS_SLAVE':
      return { what: `This is a member of a pool whose master is ${parameters[0] ?? 'not known'}.`, next: 'Connect to the master.' };
    case 'HOST_STILL_BOOTING':
      return { what: 'The server is still starting.', next: 'Try again in a minute.' };
    case 'SESSION_AUTHORIZATION_FAILED':
      return { what: 'This account may not log in here.', next: 'Ask an administrator of the pool to add it.' };
    case 'SESSION_INVALID':
      return { what: 'The server has ended the session.', next: 'Poolkeeper logs in again by itself.' };
    default:
      return xapiErrorText(code, parameters) ?? refusedLoginText(code, parameters) ?? { what: 'The server refused.' };
  }
}

/** Undefined for codes that are not about logging in. */
function refusedLoginText(code: string, parameters: readonly string[]): FailureText | undefined {
  const answer = readLoginAnswer(code, parameters);
  return answer.is === 'other' ? undefined : hostFindingText({ is: 'answered', answer });
}
