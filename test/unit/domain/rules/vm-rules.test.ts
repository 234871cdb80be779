import { expect, test } from 'vitest';
import { applyDelta, type Delta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { RuleFacts } from '#shared/domain/rules/rule-facts.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { anInventory } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const on = { server: 's', vm: 'web' as VmRef };

function facts(vm: object, change: Delta = {}): RuleFacts {
  const inventory = anInventory({
    pool: 'p',
    hosts: { h1: { capabilities: ['hvm-3.0-x86_64'] }, h2: { capabilities: ['hvm-3.0-x86_64'] }, dark: { isDark: true } },
    vms: { web: { domainType: 'pv', memoryDynamicMin: GIB, ...vm } },
  });
  const memory: Delta = { hostMetrics: { set: { 'h1-metrics': { memoryTotal: 4 * GIB }, 'h2-metrics': { memoryTotal: 4 * GIB } } } };
  return { inventory: applyDelta(applyDelta(inventory, memory), change), link: 'live', access: { is: 'full' } };
}

const start: OperationRequest = { kind: 'vm.start', ...on };
const stop: OperationRequest = { kind: 'vm.shut-down', way: 'clean', ...on };
const force: OperationRequest = { kind: 'vm.shut-down', way: 'forced', ...on };
const move: OperationRequest = { kind: 'vm.migrate', host: 'h2' as HostRef, ...on };

test.each<[name: string, request: OperationRequest, facts: RuleFacts, problems: readonly object[]]>([
  ['a halted machine can be started', start, facts({}), []],
  ['a running one cannot', start, facts({ on: 'h1' }), [{ rule: 'wrong-power-state', power: 'Running', needs: ['Halted'] }]],
  ['a template is none', start, facts({ isTemplate: true }), [{ rule: 'is-template' }]],
  ['a snapshot is none', start, facts({ isSnapshot: true, isTemplate: true }), [{ rule: 'is-snapshot' }]],
  ['a control domain is left alone', stop, facts({ isControlDomain: true, on: 'h1' }), [{ rule: 'is-control-domain' }]],
  ['a block is told in its own words', start, facts({ blockedOperations: { start: 'no' } }), [{ rule: 'blocked', operation: 'start', reason: 'no' }]],
  ['one thing at a time', stop, facts({ on: 'h1', currentOperations: { t: 'suspend' } }), [{ rule: 'busy', operation: 'suspend' }]],
  ['force ends what hangs', force, facts({ on: 'h1', currentOperations: { t: 'clean_shutdown' } }), []],
  ['a guest without tools cannot be asked', stop, facts({ on: 'h1', domainType: 'hvm' }), [{ rule: 'no-guest-tools' }]],
  ['but can be forced', force, facts({ on: 'h1', domainType: 'hvm' }), []],
  ['a dark host does nothing', stop, facts({ on: 'dark' }), [{ rule: 'host-not-live', host: 'dark' }]],
  ['a move within the pool', move, facts({ on: 'h1' }), []],
  ['a move to where it is', move, facts({ on: 'h2' }), [{ rule: 'already-on-host', host: 'h2' }]],
  ['a device ties it', move, facts({ on: 'h1', attachedPcis: ['pci'] }), [{ rule: 'tied-to-hardware' }]],
  [
    'a host in maintenance takes none',
    move,
    facts({ on: 'h1' }, { host: { set: { h2: { isEnabled: false } } } }),
    [{ rule: 'host-disabled', host: 'h2' }],
  ],
  [
    'memory must suffice',
    move,
    facts({ on: 'h1', memoryDynamicMin: 5 * GIB }),
    [{ rule: 'not-enough-memory', host: 'h2', needBytes: 5 * GIB, freeBytes: 4 * GIB }],
  ],
])('%s', (_name, request, given, problems) => {
  expect(problemsOf(request, given)).toEqual(problems);
});

test('a lost pool, a file and a role each say so', () => {
  const given = facts({});
  expect(problemsOf(start, { ...given, link: 'lost' })).toEqual([{ rule: 'server-not-live' }]);
  expect(problemsOf(start, { ...given, link: 'file' })).toEqual([{ rule: 'only-a-picture' }]);
  expect(problemsOf(start, { ...given, access: { is: 'limited', permissions: ['vm.get_all'] } })).toEqual([
    { rule: 'not-permitted', call: 'VM.start' },
  ]);
});

test('who may only file things in folders may do that', () => {
  const permissions = ['vm.remove_from_other_config/key:folder', 'vm.add_to_other_config/key:folder'];
  const edit = { server: 's', class: 'vm', ref: 'web', value: '/a' } as const;
  const given: RuleFacts = { ...facts({}), access: { is: 'limited', permissions } };
  expect(problemsOf({ kind: 'object.set-folder', ...edit }, given)).toEqual([]);
  expect(problemsOf({ kind: 'object.set-notes', ...edit }, given)).toEqual([{ rule: 'not-permitted', call: 'VM.remove_from_other_config' }]);
});

test.each<[request: OperationRequest, rule: string]>([
  [{ kind: 'object.rename', server: 's', class: 'vm', ref: 'web', value: ' ' }, 'empty-name'],
  [{ kind: 'object.set-folder', server: 's', class: 'vm', ref: 'web', value: 'web' }, 'bad-folder'],
  [{ kind: 'object.set-custom-field', server: 's', class: 'vm', ref: 'web', field: '', value: 'x' }, 'bad-field-name'],
  [{ kind: 'object.describe', server: 's', class: 'vm', ref: 'web', value: '' }, 'unchanged'],
  [{ kind: 'object.describe', server: 's', class: 'vm', ref: 'nobody', value: 'x' }, 'not-there'],
  [{ kind: 'alerts.dismiss', server: 's', messages: [] }, 'nothing-chosen'],
  [{ kind: 'server.reconnect', server: 's' }, 'unchanged'],
])('%j is refused as %s', (request, rule) => {
  expect(problemsOf(request, facts({}))).toEqual([{ rule }]);
});
