import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationId, OperationState } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import { networkMap, type WayLink } from '#shared/domain/networks/network-map.ts';
import { named, rowOf } from '#test/support/ask.ts';
import { type Lab, startLab } from './lab.ts';
import { type ConnectedEngine, connectEngine, faultsIn, watch } from './watching.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';
const WAIT = { timeout: 60_000, interval: 100 };

describe.skipIf(!isPossible)('addresses of hosts on real cables, asked for on the wire and proven by real packets', () => {
  let lab: Lab;
  let engine: ConnectedEngine & AsyncDisposable;

  beforeAll(async () => {
    lab = await startLab();
    engine = await connectEngine(lab);
    for (const { name } of lab.world.hosts) {
      await using host = await watch(lab, engine, name);
      await host.connected();
    }
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  const network = (card: string) => named(lab.world, 'network', `Pool-wide network associated with ${card}`) as RefOf<'network'>;
  const storage = (name: string, ip: string): HostAddress => ({
    host: named(lab.world, 'host', name) as HostRef,
    mode: 'Static',
    ip,
    netmask: '255.255.255.0',
    gateway: '',
    dns: '',
  });
  const give = (card: string, addresses: readonly HostAddress[]) =>
    ({ kind: 'network.address', server: engine.server, network: network(card), addresses: [...addresses], insists: false }) as const;
  const everyHost = (third: number) => [1, 2, 3].map((position) => storage(`lab-${position}`, `10.8.${third}.1${position}`));

  async function begin(request: Requested): Promise<OperationId> {
    const started = await engine.engine.call('operation.start', { id: `networks ${engine.engine.said.length}`, requests: [request] });
    const [id] = started.ok ? started.value.operations : [];
    if (id === undefined) throw new Error(JSON.stringify(started));
    return id;
  }

  async function done(request: Requested): Promise<OperationState> {
    const id = await begin(request);
    const isOver = (one: { readonly id: OperationId; readonly state: OperationState }): boolean =>
      one.id === id && one.state.is !== 'waiting' && one.state.is !== 'running';
    const event = await engine.engine.heard(({ topic, payload }) => topic === 'operations' && payload.changed.some(isOver));
    const ended = event.topic === 'operations' ? event.payload.changed.find(isOver) : undefined;
    if (ended === undefined) throw new Error('it was there a moment ago');
    return ended.state;
  }

  const bridgeOf = async (name: string, bridge: string): Promise<string> => (await lab.host(name).type(`ip -o -4 addr show dev ${bridge}`)).stdout;

  const large = async (from: string, bytes: number, to: string) => await lab.host(from).type(`ping -n -c 1 -W 2 -M do -s ${bytes} ${to}`);

  /** What the map of networks has for the host. */
  async function linkIn(name: string, host: string): Promise<WayLink | undefined> {
    const picture = await engine.engine.call('pool.snapshot', { server: engine.server });
    if (!picture.ok) throw new Error(JSON.stringify(picture.failure));
    const { rows } = networkMap(applyDelta(emptyInventory, picture.value.inventory));
    return rows.find(({ network }) => network.name === name)?.ways.get(named(lab.world, 'host', host) as HostRef)?.link;
  }

  it('three hosts get storage addresses, and reach each other with packets that may not be cut into pieces', async () => {
    expect(await done(give('eth2', everyHost(5)))).toEqual({ is: 'done' });
    expect(await lab.host('lab-3').type('ping -n -c 1 -W 2 -M do -s 1472 10.8.5.11')).toMatchObject({ code: 0 });
  });

  it('packets larger than a switch on the way takes show at once, and every host has its former address again', async () => {
    const mtu = (bytes: number) => ({ kind: 'network.configure', server: engine.server, network: network('eth2'), mtu: bytes }) as const;
    await done(mtu(9000));
    expect(await done(give('eth2', everyHost(6)))).toMatchObject({
      is: 'failed',
      failure: { kind: 'command', line: expect.stringContaining('-M do -s 8972') as string },
      undone: ['lab-1', 'lab-3', 'lab-2'].map((host) => ({ is: 'address-restored', host, address: `10.8.5.1${host.slice(-1)}` })),
    });
    for (const { name } of lab.world.hosts) await expect.poll(async () => await bridgeOf(name, 'xenbr2'), WAIT).toContain('10.8.5.1');
    await done(mtu(1500));
  });

  it('an address that a machine no pool knows of has taken is found by asking the wire, and not given', async () => {
    await lab.host('lab-2').type('ip addr add 10.8.7.77/24 dev xenbr2');
    expect(await done(give('eth2', [storage('lab-3', '10.8.7.77')]))).toMatchObject({
      is: 'failed',
      failure: { kind: 'precheck', problems: [{ rule: 'address-taken', address: '10.8.7.77' }] },
    });
    await lab.host('lab-2').type('ip addr del 10.8.7.77/24 dev xenbr2');
    expect(await bridgeOf('lab-3', 'xenbr2')).toContain('10.8.5.13/24');
  });

  it('management moves to the storage network and back, each time proven by connections from both ends, and nothing stays armed', async () => {
    const move = (card: string) =>
      ({
        kind: 'network.move-management',
        server: engine.server,
        network: network(card),
        host: named(lab.world, 'host', 'lab-2') as HostRef,
        insists: false,
      }) as const;
    expect(await done(move('eth2'))).toEqual({ is: 'done' });
    expect(lab.host('lab-2').host.address).toBe('10.8.5.12');
    expect(await done(move('eth0'))).toEqual({ is: 'done' });
    await expect.poll(() => lab.isLive('lab-2'), WAIT).toBe(true);
    expect((await lab.host('lab-2').type('ls /run')).stdout).not.toContain('poolkeeper-undo');
  });

  it('out of two cards and a tag every host gets an address on a storage network of its own, and large packets pass uncut from each to each', async () => {
    const addresses = everyHost(9);
    const built = await done({
      kind: 'network.build-storage',
      server: engine.server,
      name: 'iscsi',
      devices: ['eth1', 'eth3'],
      mode: 'active-backup',
      tag: 70,
      mtu: 9000,
      addresses,
    });
    expect(built).toEqual({ is: 'done' });
    const bridge = String(rowOf(lab.world, 'network', 'iscsi')['bridge']);
    for (const [position, { name }] of lab.world.hosts.entries()) {
      expect(await bridgeOf(name, bridge)).toContain(`${addresses[position]?.ip}/24`);
      const others = addresses.filter((_, other) => other !== position).map(({ ip }) => ip);
      for (const ip of others) expect(await large(name, 8972, ip)).toMatchObject({ code: 0 });
    }
    expect(await large('lab-1', 8973, '10.8.9.12')).not.toMatchObject({ code: 0 });
  });

  it('a bond that loses one of its cables stays up, and host and pool both show what is left of it', async () => {
    await using host = await watch(lab, engine, 'lab-2');
    await host.connected();
    expect(await linkIn('iscsi', 'lab-2')).toBe('up');
    await lab.network.cable('lab-2', 'eth1', 'pulled');
    await host.view((view) => faultsIn(view).includes('F08'));
    await expect.poll(async () => await linkIn('iscsi', 'lab-2'), WAIT).toBe('degraded');
    expect(await linkIn('iscsi', 'lab-1')).toBe('up');
    await expect.poll(async () => (await large('lab-3', 8972, '10.8.9.12')).code, WAIT).toBe(0);
    expect(await large('lab-2', 8972, '10.8.9.11')).toMatchObject({ code: 0 });
    await lab.network.cable('lab-2', 'eth1', 'plugged');
    await expect.poll(async () => await linkIn('iscsi', 'lab-2'), WAIT).toBe('up');
  });

  it('a wrong mask on the management interface, and the app is gone: the host takes it back by itself, and the pool sees it again', async () => {
    await begin(give('eth0', [{ ...storage('lab-3', '10.8.0.13'), netmask: '255.255.255.252', gateway: '10.8.0.14' }]));
    await expect.poll(async () => await bridgeOf('lab-3', 'xenbr0'), WAIT).not.toContain('10.8.0.13/24');
    await engine[Symbol.asyncDispose]();
    await expect.poll(() => lab.isLive('lab-3'), WAIT).toBe(false);
    // What is armed there sleeps; that its time is over is the only thing that is not waited for.
    expect(await lab.host('lab-3').type('p=$(cat /run/poolkeeper-undo-address-*.pid); kill $(cat /proc/$p/task/$p/children)')).toMatchObject({
      code: 0,
    });
    await expect.poll(async () => await bridgeOf('lab-3', 'xenbr0'), WAIT).toContain('10.8.0.13/24');
    await expect.poll(() => lab.isLive('lab-3'), WAIT).toBe(true);
    expect((await lab.host('lab-3').type('ip route show default; ls /run')).stdout).toMatch(/default via 10\.8\.0\.1 (?![^]*poolkeeper-undo)/);
  });
});
