import { expectTypeOf, test } from 'vitest';
import type { Role } from '#shared/xapi/call.ts';
import type { AsyncCallName, CallName, ParametersOf, ResultOf, XapiCaller } from '#shared/xapi/caller.ts';
import type { Calls } from '#shared/xapi/generated/calls.ts';
import type { VmPowerState } from '#shared/xapi/generated/enums.ts';
import type { ErrorCode, ErrorParameters } from '#shared/xapi/generated/errors.ts';
import type { Records } from '#shared/xapi/generated/records.ts';
import type { VDIDraft } from '#shared/xapi/generated/records/vdi.ts';
import type { HostRef, NetworkRef, SRRef, TaskRef, VMRef } from '#shared/xapi/generated/refs.ts';

interface Given {
  readonly xapi: XapiCaller;
  readonly vm: VMRef;
  readonly host: HostRef;
  readonly network: NetworkRef;
  readonly sr: SRRef;
}

/** Only compiled: an error that is expected and does not come fails the type check. */
type Compiled = (given: Given) => unknown;

test('a call takes the parameters of its table entry, without the session', () => {
  expectTypeOf<ParametersOf<'VM.start'>>().toEqualTypeOf<[vm: VMRef, start_paused: boolean, force: boolean]>();
  expectTypeOf<ResultOf<'VM.start'>>().toEqualTypeOf<void>();
  expectTypeOf<ResultOf<'VM.clone'>>().toEqualTypeOf<VMRef>();
  expectTypeOf<ResultOf<'VM.get_power_state'>>().toEqualTypeOf<VmPowerState>();
  expectTypeOf<ResultOf<'host.get_record'>>().toEqualTypeOf<Records['host']>();
});

test('a reference of another class does not compile', () => {
  const calls: Compiled[] = [
    ({ xapi, vm }) => xapi.call('VM.start', vm, false, false),
    // @ts-expect-error -- a host is not a VM
    ({ xapi, host }) => xapi.call('VM.start', host, false, false),
    // @ts-expect-error -- text is not a reference until something made it one
    ({ xapi }) => xapi.call('VM.get_record', 'OpaqueRef:1'),
    // @ts-expect-error -- the result of VM.clone is a VM, not a host
    ({ xapi, vm }): Promise<HostRef> => xapi.call('VM.clone', vm, 'copy'),
  ];
  expectTypeOf(calls).toEqualTypeOf<Compiled[]>();
});

test('a wrong number of parameters does not compile, and only the optional ones may be left off', () => {
  const calls: Compiled[] = [
    ({ xapi, host }) => xapi.call('host.evacuate', host),
    ({ xapi, host, network }) => xapi.call('host.evacuate', host, network, 4),
    // @ts-expect-error -- start_paused and force are not optional
    ({ xapi, vm }) => xapi.call('VM.start', vm),
    // @ts-expect-error -- one too many
    ({ xapi, vm }) => xapi.call('VM.start', vm, false, false, true),
    // @ts-expect-error -- what comes before cannot be left off
    ({ xapi, host }) => xapi.call('host.evacuate', host, 4),
    // @ts-expect-error -- the session is not given by the caller
    ({ xapi, vm }) => xapi.call('VM.get_record', 'OpaqueRef:session', vm),
  ];
  expectTypeOf(calls).toEqualTypeOf<Compiled[]>();
});

test('a call nobody knows does not compile', () => {
  const calls: Compiled[] = [
    // @ts-expect-error -- no such method
    ({ xapi, vm }) => xapi.call('VM.explode', vm),
    // @ts-expect-error -- classes are spelled as XAPI spells them
    ({ xapi, vm }) => xapi.call('vm.start', vm, false, false),
    // @ts-expect-error -- the twin is asked for by startTask
    ({ xapi, vm }) => xapi.call('Async.VM.start', vm, false, false),
  ];
  expectTypeOf(calls).toEqualTypeOf<Compiled[]>();
});

test('only calls with an asynchronous twin can be started as a task', () => {
  const calls: Compiled[] = [
    ({ xapi, vm }): Promise<TaskRef> => xapi.startTask('VM.start', vm, false, false),
    // @ts-expect-error -- a getter answers at once
    ({ xapi, vm }) => xapi.startTask('VM.get_record', vm),
  ];
  expectTypeOf(calls).toEqualTypeOf<Compiled[]>();
  expectTypeOf<'VM.start'>().toExtend<AsyncCallName>();
  expectTypeOf<'event.from'>().not.toExtend<AsyncCallName>();
  expectTypeOf<AsyncCallName>().toExtend<CallName>();
});

test('wrong values do not compile', () => {
  const calls: Compiled[] = [
    ({ xapi, vm }) => xapi.call('VM.set_actions_after_crash', vm, 'restart'),
    // @ts-expect-error -- not a member of the enum
    ({ xapi, vm }) => xapi.call('VM.set_actions_after_crash', vm, 'panic'),
    // @ts-expect-error -- a number is not a flag
    ({ xapi, vm }) => xapi.call('VM.start', vm, 0, false),
    // @ts-expect-error -- a VDI needs a storage repository
    ({ xapi }) => xapi.call('VDI.create', { virtual_size: 1, type: 'user', sharable: false, read_only: false, other_config: {} }),
  ];
  expectTypeOf(calls).toEqualTypeOf<Compiled[]>();
  expectTypeOf<VDIDraft['SR']>().toEqualTypeOf<SRRef>();
});

test('a call says since when it exists and who may use it', () => {
  expectTypeOf<Calls['VM.start']['since']>().toEqualTypeOf<'rio'>();
  expectTypeOf<Calls['VM.start']['roles']>().toEqualTypeOf<'pool-admin' | 'pool-operator' | 'vm-power-admin' | 'vm-admin' | 'vm-operator'>();
  expectTypeOf<Calls[CallName]['roles']>().toExtend<Role>();
});

test('a field that 8.2 lacks has to be asked for its absence', () => {
  expectTypeOf<Records['VM']['name_label']>().toEqualTypeOf<string>();
  expectTypeOf<Records['VM']['pending_guidances_full']>().extract<undefined>().toEqualTypeOf<undefined>();
  // @ts-expect-error -- it may be absent
  const lengthOf = (vm: Records['VM']): number => vm.pending_guidances_full.length;
  expectTypeOf(lengthOf).returns.toEqualTypeOf<number>();
});

test('error codes name their parameters', () => {
  expectTypeOf<ErrorParameters['HANDLE_INVALID']>().toEqualTypeOf<readonly [class_: string, handle: string]>();
  // @ts-expect-error -- no such code
  const unknown: ErrorCode = 'HANDLE_WITH_CARE';
  expectTypeOf(unknown).toEqualTypeOf<ErrorCode>();
});
