import { expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { moveCommands } from '#renderer/app/commands/migrate.ts';
import { allCommands } from '#renderer/app/commands/registry.ts';
import { paletteEntries, paletteObjects } from '#renderer/app/palette/palette-entries.ts';
import { otherWords } from '#shared/text/other-words.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { anInventory } from '#test/support/inventories.ts';

const inventory = anInventory({
  pool: 'Lab',
  hosts: { 'host-a': {}, 'host-b': {}, other: { isEnabled: false } },
  vms: { web: { on: 'host-a' }, off: {} },
});
const server = { id: 's' as ServerId, address: 'lab.example', user: 'root', state: { is: 'live' } } as const satisfies Server;
const objects = paletteObjects({ servers: [server], inventories: new Map([[server.id, inventory]]) });

function said(query: string): readonly string[] {
  return paletteEntries({ query, objects, commands: moveCommands, targets: [], recent: [] }).map(({ label }) => label);
}

test('words of a machine and of a host between "migrate" and "to" make a command, and say why it cannot be', () => {
  expect(said('migrate web to host')).toEqual(['Migrate web to host-b', 'Migrate web to host-a']);
  const [toItself] = paletteEntries({ query: 'move web to host-a', objects, commands: [], targets: [], recent: [] });
  expect(toItself).toMatchObject({ label: 'Migrate web to host-a', why: 'It runs on host-a already.' });
});

test('without a host every host of its pool is offered', () => {
  expect(said('migrate web to')).toHaveLength(3);
});

test('without a machine of that name, and for another verb, there is no such command', () => {
  expect(said('migrate nobody to host-a')).toEqual([]);
  expect(said('start web to host-b')).toEqual([]);
});

test('a command is found by what others call it, and every other name is that of a command', () => {
  const web = { item: { is: 'vm', server: 's', ref: 'web' as VmRef }, server, inventory } as const;
  const found = (query: string) =>
    paletteEntries({ query, objects: [], commands: allCommands, targets: [web], recent: [] }).flatMap((entry) =>
      entry.is === 'command' ? [entry.command.id] : [],
    );
  expect(found('properties')).toContain('vm.settings');
  expect(found('power off')).toEqual(expect.arrayContaining(['vm.shut-down', 'vm.force-off']));
  const ids = new Set(allCommands.map(({ id }) => id));
  expect(Object.keys(otherWords).filter((id) => !ids.has(id))).toEqual([]);
});
