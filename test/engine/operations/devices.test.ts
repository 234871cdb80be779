import { expect, test, vi } from 'vitest';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { DeviceRequest } from '#shared/domain/operations/device-request.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import type { Row } from '#simulator/world/value.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

type Draft<R> = R extends unknown ? Omit<R, 'server'> : never;

async function done(at: Operating, request: Draft<DeviceRequest>) {
  return await at.end(await at.begin({ ...request, server: at.server }));
}

async function undone(at: Operating, operation: Awaited<ReturnType<typeof done>>) {
  const undo = await at.engine.call('operation.undo', { operation: operation.id });
  const [back] = undo.ok ? undo.value.operations : [];
  if (back === undefined) throw new Error(`no way back: ${JSON.stringify(undo)}`);
  return await at.end(back);
}

function devices<T extends 'VBD' | 'VIF'>(at: Operating, table: T, vm: string): readonly (readonly [RefOf<T extends 'VBD' ? 'vbd' : 'vif'>, Row])[] {
  const { database } = poolOf(at.served.world);
  const refs = rowOf(at.served.world, 'VM', vm)[`${table}s`] as readonly string[];
  return refs.map((ref) => [ref as RefOf<T extends 'VBD' ? 'vbd' : 'vif'>, database.get(table, ref)] as const);
}

function disk(at: Operating, vm: string): RefOf<'vbd'> {
  const found = devices(at, 'VBD', vm).find(([, row]) => row['type'] === 'Disk')?.[0];
  if (found === undefined) throw new RangeError('no disk');
  return found;
}

function discDrive(at: Operating, vm: string): Row | undefined {
  return devices(at, 'VBD', vm).find(([, row]) => row['type'] === 'CD')?.[1];
}

const row = (at: Operating, table: string, ref: string): Row => poolOf(at.served.world).database.get(table, ref);
const problems = (rules: readonly object[]) => ({ is: 'failed', failure: { kind: 'precheck', problems: rules } });

function toolsDisc({ served }: Operating): RefOf<'vdi'> {
  const { database } = poolOf(served.world);
  const disc = database.refs('VDI').find((ref) => database.get('VDI', ref)['is_tools_iso'] === true);
  if (disc === undefined) throw new RangeError('no disc');
  return disc as RefOf<'vdi'>;
}

test('a drive gets another position, mode and priority, and all of it is brought back', async () => {
  await using at = await operating();
  const drive = disk(at, 'spare');
  const before = row(at, 'VBD', drive);
  const changes = { position: '5', isReadOnly: true, isBootable: before['bootable'] !== true, priority: 2 };
  const changed = await done(at, { kind: 'drive.change', drive, changes });
  expect(changed.state).toEqual({ is: 'done' });
  expect(row(at, 'VBD', drive)).toMatchObject({
    userdevice: '5',
    mode: 'RO',
    bootable: changes.isBootable,
    qos_algorithm_type: 'ionice',
    qos_algorithm_params: { sched: 'be', class: '2' },
  });
  expect((await undone(at, changed)).state).toEqual({ is: 'done' });
  const { userdevice, mode, bootable, qos_algorithm_type: type } = row(at, 'VBD', drive);
  expect([userdevice, mode, bootable, type]).toEqual([before['userdevice'], before['mode'], before['bootable'], '']);
});

test('two idle drives change places', async () => {
  await using at = await operating();
  const drive = disk(at, 'spare');
  const cd = devices(at, 'VBD', 'spare').find(([, { type }]) => type === 'CD');
  const position = String(cd?.[1]['userdevice']);
  const own = String(row(at, 'VBD', drive)['userdevice']);
  expect((await done(at, { kind: 'drive.change', drive, changes: { position } })).state).toEqual({ is: 'done' });
  expect([row(at, 'VBD', drive)['userdevice'], row(at, 'VBD', cd?.[0] ?? '')['userdevice']]).toEqual([position, own]);
});

test('every reason against a change of an open drive is told at once', async () => {
  await using at = await operating();
  const refused = await done(at, { kind: 'drive.change', drive: disk(at, 'web'), changes: { position: '7', isReadOnly: true, priority: 9 } });
  expect(refused.state).toMatchObject(
    problems([
      { rule: 'drive-active' },
      { rule: 'wrong-power-state', power: 'Running', needs: ['Halted'] },
      { rule: 'bad-priority', least: 0, most: 7 },
    ]),
  );
});

test('what is refused half-way is taken back', async () => {
  await using at = await operating();
  const drive = disk(at, 'spare');
  const before = structuredClone(row(at, 'VBD', drive));
  const { database } = poolOf(at.served.world);
  const set = database.set.bind(database);
  // Somebody starts the machine between the first of the two and the second.
  vi.spyOn(database, 'set').mockImplementation((table, ref, fields) => {
    set(table, ref, fields);
    if (fields['userdevice'] === '9') set('VM', String(before['VM']), { power_state: 'Running' });
  });
  const { state } = await done(at, { kind: 'drive.change', drive, changes: { position: '9', isReadOnly: true } });
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'VM_BAD_POWER_STATE' },
    undone: [{ is: 'value-restored' }],
    left: [{ position: before['userdevice'] }],
  });
  expect(row(at, 'VBD', drive)).toMatchObject({ userdevice: before['userdevice'], mode: before['mode'] });
});

test('a disk of a running machine is taken from the guest and given back', async () => {
  await using at = await operating();
  const drive = disk(at, 'web');
  const off = await done(at, { kind: 'drive.plug', drive, isOn: false });
  expect([off.state, row(at, 'VBD', drive)['currently_attached']]).toEqual([{ is: 'done' }, false]);
  expect((await undone(at, off)).state).toEqual({ is: 'done' });
  expect(row(at, 'VBD', drive)['currently_attached']).toBe(true);
});

test.each(['spare', 'web'])('a disc is put into the drive of %s, exchanged by nothing, and brought back', async (vm) => {
  await using at = await operating();
  const on = { kind: 'disc.change', machine: at.vm(vm) } as const;
  const disc = toolsDisc(at);
  expect((await done(at, { ...on, disc })).state).toEqual({ is: 'done' });
  expect(discDrive(at, vm)).toMatchObject({ VDI: disc, empty: false });
  expect((await done(at, { ...on, disc })).state).toMatchObject(problems([{ rule: 'unchanged' }]));
  const ejected = await done(at, on);
  expect([ejected.state, discDrive(at, vm)?.['empty']]).toEqual([{ is: 'done' }, true]);
  expect((await undone(at, ejected)).state).toEqual({ is: 'done' });
  expect(discDrive(at, vm)).toMatchObject({ VDI: disc, empty: false });
});

test('a disk is no disc, and a machine without a drive gets one', async () => {
  await using at = await operating();
  const machine = at.vm('spare');
  const vdi = row(at, 'VBD', disk(at, 'spare'))['VDI'] as RefOf<'vdi'>;
  expect((await done(at, { kind: 'disc.change', machine, disc: vdi })).state).toMatchObject(problems([{ rule: 'is-no-disc' }]));
  const [cd] = devices(at, 'VBD', 'spare').find(([, { type }]) => type === 'CD') ?? [];
  expect((await at.end(await at.begin({ kind: 'disk.detach', server: at.server, drive: cd as RefOf<'vbd'> }))).state).toEqual({ is: 'done' });
  expect((await done(at, { kind: 'disc.change', machine, disc: toolsDisc(at) })).state).toMatchObject(problems([{ rule: 'no-disc-drive' }]));
  const added = await done(at, { kind: 'disc.add-drive', machine });
  expect([added.state, discDrive(at, 'spare')]).toMatchObject([{ is: 'done' }, { userdevice: '3', empty: true, mode: 'RO' }]);
  expect((await undone(at, added)).state).toEqual({ is: 'done' });
  expect(discDrive(at, 'spare')).toBeUndefined();
});

function cardWith(at: Operating, mac: string) {
  const found = devices(at, 'VIF', 'web').find(([, { MAC }]) => MAC === mac);
  if (found === undefined) throw new RangeError(`no card ${mac}`);
  return found;
}

async function added(at: Operating, mac: string) {
  const network = devices(at, 'VIF', 'web')[0]?.[1]['network'] as RefOf<'network'>;
  const made = await done(at, { kind: 'card.create', machine: at.vm('web'), network, mac, limitKbps: 500 });
  expect(made.state).toEqual({ is: 'done' });
  return made;
}

const MAC = '02:16:3e:00:00:01';

test('a card is added to a running machine and removed, each with a way back', async () => {
  await using at = await operating();
  const before = devices(at, 'VIF', 'web').map(([ref]) => ref);
  const made = await added(at, '02-16-3E-00-00-01');
  expect(cardWith(at, MAC)[1]).toMatchObject({ currently_attached: true, qos_algorithm_params: { kbps: '500' } });
  const gone = await done(at, { kind: 'card.delete', card: cardWith(at, MAC)[0] });
  expect([gone.state, devices(at, 'VIF', 'web').map(([ref]) => ref)]).toEqual([{ is: 'done' }, before]);
  expect((await undone(at, gone)).state).toEqual({ is: 'done' });
  expect(cardWith(at, MAC)[1]).toMatchObject({ currently_attached: true, qos_algorithm_params: { kbps: '500' } });
  expect(made.canUndo).toBe(true);
});

test('a card of a running machine is locked to addresses and freed from its limit, and back', async () => {
  await using at = await operating();
  await added(at, MAC);
  const [card] = cardWith(at, MAC);
  const locked = await done(at, { kind: 'card.change', card, changes: { locking: 'locked', ipv4Allowed: ['10.0.0.9'], limitKbps: 0 } });
  expect(locked.state).toEqual({ is: 'done' });
  expect(row(at, 'VIF', card)).toMatchObject({ locking_mode: 'locked', ipv4_allowed: ['10.0.0.9'], qos_algorithm_type: '' });
  expect((await undone(at, locked)).state).toEqual({ is: 'done' });
  expect(row(at, 'VIF', card)).toMatchObject({ locking_mode: 'network_default', ipv4_allowed: [], qos_algorithm_params: { kbps: '500' } });
});

test('a locked card that was removed comes back locked', async () => {
  await using at = await operating();
  await added(at, MAC);
  const [card] = cardWith(at, MAC);
  await done(at, { kind: 'card.change', card, changes: { locking: 'locked', ipv4Allowed: ['10.0.0.9'], ipv6Allowed: ['fd00::9'] } });
  const gone = await done(at, { kind: 'card.delete', card });
  expect((await undone(at, gone)).state).toEqual({ is: 'done' });
  expect(cardWith(at, MAC)[1]).toMatchObject({ locking_mode: 'locked', ipv4_allowed: ['10.0.0.9'], ipv6_allowed: ['fd00::9'] });
});

test('another address makes another card in the same place, and back', async () => {
  await using at = await operating();
  await added(at, MAC);
  const [card, { device }] = cardWith(at, MAC);
  const renamed = await done(at, { kind: 'card.change', card, changes: { mac: '02:16:3e:00:00:02' } });
  expect(renamed.state).toEqual({ is: 'done' });
  expect(cardWith(at, '02:16:3e:00:00:02')[1]).toMatchObject({ device, currently_attached: true, qos_algorithm_params: { kbps: '500' } });
  expect((await undone(at, renamed)).state).toEqual({ is: 'done' });
  expect(cardWith(at, MAC)[1]).toMatchObject({ device, currently_attached: true });
});

test('a card moves to another network under a running machine, and back', async () => {
  await using at = await operating();
  const [card, before] = devices(at, 'VIF', 'web')[0] ?? [];
  if (card === undefined) throw new RangeError('no card');
  const { database } = poolOf(at.served.world);
  const other = database.refs('network').find((ref) => ref !== before?.['network'] && (database.get('network', ref)['PIFs'] as string[]).length > 0);
  const network = (other ?? named(at.served.world, 'network', 'none')) as RefOf<'network'>;
  const moved = await done(at, { kind: 'card.change', card, changes: { network } });
  expect([moved.state, row(at, 'VIF', card)['network']]).toEqual([{ is: 'done' }, network]);
  expect((await undone(at, moved)).state).toEqual({ is: 'done' });
  expect(row(at, 'VIF', card)['network']).toBe(before?.['network']);
});

test('an address that is none, of a group, or of another card is refused', async () => {
  await using at = await operating();
  const [card] = devices(at, 'VIF', 'spare')[0] ?? [];
  const [, ofWeb] = devices(at, 'VIF', 'web')[0] ?? [];
  if (card === undefined) throw new RangeError('no card');
  const change = async (mac: string) => (await done(at, { kind: 'card.change', card, changes: { mac } })).state;
  expect(await change('02:16:3e')).toMatchObject(problems([{ rule: 'bad-mac', mac: '02:16:3e' }]));
  expect(await change('03:16:3e:00:00:01')).toMatchObject(problems([{ rule: 'bad-mac', mac: '03:16:3e:00:00:01' }]));
  poolOf(at.served.world).database.set('VIF', card, { network: ofWeb?.['network'] ?? '' });
  expect(await change(String(ofWeb?.['MAC']))).toMatchObject(
    problems([{ rule: 'mac-in-use', mac: String(ofWeb?.['MAC']).toLowerCase(), vm: 'web' }]),
  );
});

test('a disc that goes in while the master is lost is in the drive when it is back', async () => {
  await using at = await operating();
  const disc = toolsDisc(at);
  const id = await at.begin({ kind: 'disc.change', server: at.server, machine: at.vm('web'), disc });
  await at.until(id, ({ state }) => state.is === 'running');
  runCommand(at.served.world, 'reset', ['host-a']);
  runCommand(at.served.world, 'heal-link', ['host-a']);
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(discDrive(at, 'web')).toMatchObject({ VDI: disc });
});
