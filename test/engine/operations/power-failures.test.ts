import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { VmPowerRequest } from '#shared/domain/operations/vm-request.ts';
import { named } from '#test/support/ask.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { aFreshMachine, type FreshMachine } from '#test/support/fresh-machine.ts';
import type { Operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';
import { machines, vmLies } from '#test/support/vm-lies.ts';

type Kind = VmPowerRequest['kind'] | 'vm.recover';

interface PowerTrial {
  readonly kind: Kind;
  readonly from: NonNullable<FreshMachine['is']>;
  readonly to: string;
  readonly more?: object;
  /** The host it goes to. */
  readonly host?: 'host-b';
}

const hostOf = (at: Operating, name: string): HostRef => named(at.served.world, 'host', name) as HostRef;

/** Each way to change a machine's power, or where it runs. */
function powerTrial(name: string, { kind, from, to, more = {}, host }: PowerTrial): Trial {
  return {
    name,
    async request(at) {
      const { vm } = await aFreshMachine(at, { is: from, ...(kind === 'vm.migrate' && { on: 'host-a' }) });
      // Which fields each kind has is written where the trials are.
      return { kind, server: at.server, vm, ...more, ...(host !== undefined && { host: hostOf(at, host) }) } as Requested;
    },
    isDone(at, request) {
      const row = 'vm' in request ? firstPool(at.served.world).database.find('VM', request.vm) : undefined;
      return row?.['power_state'] === to && (host === undefined || row['resident_on'] === hostOf(at, host));
    },
  };
}

const trials: readonly Trial[] = [
  powerTrial('a start', { kind: 'vm.start', from: 'halted', to: 'Running' }),
  powerTrial('a start on a host', { kind: 'vm.start', from: 'halted', to: 'Running', host: 'host-b' }),
  powerTrial('a clean shutdown', { kind: 'vm.shut-down', from: 'running', to: 'Halted', more: { way: 'clean' } }),
  powerTrial('a forced shutdown', { kind: 'vm.shut-down', from: 'running', to: 'Halted', more: { way: 'forced' } }),
  powerTrial('a clean restart', { kind: 'vm.reboot', from: 'running', to: 'Running', more: { way: 'clean' } }),
  powerTrial('a suspension', { kind: 'vm.suspend', from: 'running', to: 'Suspended' }),
  powerTrial('a resumption', { kind: 'vm.resume', from: 'suspended', to: 'Running' }),
  powerTrial('a pause', { kind: 'vm.pause', from: 'running', to: 'Paused' }),
  powerTrial('the end of a pause', { kind: 'vm.unpause', from: 'paused', to: 'Running' }),
  powerTrial('a migration', { kind: 'vm.migrate', from: 'running', to: 'Running', host: 'host-b' }),
  // Its host was lost and it has been given up: what is left is its start.
  powerTrial('a recovery that begins again', { kind: 'vm.recover', from: 'halted', to: 'Running', host: 'host-b' }),
];

failureTable({ trials, telling: machines, lies: vmLies });
