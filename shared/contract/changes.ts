import type { CallName, calls } from './calls.ts';

type ChangeName = { [N in CallName]: (typeof calls)[N]['effect'] extends 'change' ? N : never }[CallName];

/**
 * The calls that change something, by name: for the window, which has no use for the schemas and does not carry them.
 * A name too many or too few does not compile.
 */
const changes: Readonly<Record<ChangeName, true>> = {
  'server.connect': true,
  'server.retry': true,
  'server.disconnect': true,
  'demo.open': true,
  'pool.open-file': true,
  'operation.start': true,
  'operation.cancel': true,
  'operation.undo': true,
  'operation.forget': true,
  'saved.add': true,
  'saved.update': true,
  'saved.remove': true,
  'saved.forget-password': true,
  'saved.connect': true,
  'saved.import': true,
  'vault.unlock': true,
  'vault.lock': true,
  'vault.choose': true,
  'settings.set': true,
  'settings.reset': true,
  'view.set': true,
  'certificates.forget': true,
  'recovery.open': true,
  'recovery.close': true,
  'recovery.confirm-certificate': true,
  'recovery.answer': true,
  'recovery.ask-about': true,
  'recovery.say-off': true,
  'recovery.put-plan-away': true,
  'recovery.take-back-word': true,
  'recovery.check-again': true,
  'recovery.pause': true,
  'recovery.use-route': true,
  'recovery.look': true,
  'recovery.read-database': true,
  'access.set': true,
  'access.add-key': true,
  'access.remove-key': true,
  'access.put-bastion': true,
  'access.confirm-jump-key': true,
  'access.give-password': true,
  'access.remove-bastion': true,
  'access.set-host': true,
  'access.confirm-host-key': true,
  'access.forget-host-key': true,
  'access.import-known-hosts': true,
  'terminal.resize': true,
  'storage.keep-password': true,
  'storage.drop-passwords': true,
};

export function isChange(name: string): boolean {
  return Object.hasOwn(changes, name);
}
