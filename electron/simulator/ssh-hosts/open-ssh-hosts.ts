import { managedAt, managementPifOf, pifsOf } from '#simulator/world/dom0/legs.ts';
import { type Origin, type Path, pathTo } from '#simulator/world/dom0/paths.ts';
import { meet } from '#simulator/world/dom0/tcp.ts';
import { list, text } from '#simulator/world/fields.ts';
import { healthyLink } from '#simulator/world/link.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { type Door, openDoor } from '#simulator/xapi-server/door.ts';
import { type Reach, reachBy } from '#simulator/xapi-server/link/reach.ts';
import type { RunningServer } from '#simulator/xapi-server/server.ts';
import { type Daemon, daemonOf } from './daemon.ts';
import type { SshService } from './ssh-service.ts';

/** An address as the records have it, where that listens on loopback, and what a client outside meets there. */
export interface ServedAddress {
  /** With its port unless that is 443. */
  readonly address: string;
  readonly leadsTo: string;
  readonly meets: () => 'answers' | 'refuses' | 'silent' | 'no-route';
}

export interface SshHosts {
  readonly addresses: readonly ServedAddress[];
  close(): Promise<void>;
}

const SSH = 22;
const HTTPS = 443;

/** SSH on every address of every host, for clients outside and for jumps from host to host. */
export async function openSshHosts(world: World, server: RunningServer): Promise<SshHosts> {
  const daemons = new Map<SimHost, Record<'host' | 'impostor', Daemon>>();
  const doors = new Map<string, Door>();
  /** A host that is given other addresses later is entered by the same door. */
  const firstDoors = new Map<SimHost, Door>();
  const addresses: ServedAddress[] = [];

  const service: SshService = {
    world,
    during: server.during,
    enter(path, port, from, stream) {
      const now = (): Reach => reachBy(again(world, from, path), port, from);
      if (port === HTTPS) return server.enter(path.host, stream, now);
      const door = firstDoors.get(path.host);
      if (door === undefined) stream.destroy();
      else door.enter(stream, now, (inner) => daemonAt(path).serve(inner));
    },
    enterToolstack: (host, stream) => server.enterLocally(host, stream),
  };

  function daemonAt(path: Extract<Path, { is: 'host' | 'impostor' }>): Daemon {
    const known = daemons.get(path.host) ?? { host: daemonOf(service, path.host, 'host'), impostor: daemonOf(service, path.host, 'impostor') };
    daemons.set(path.host, known);
    return known[path.is];
  }

  function pathFromOutside(address: string): Path {
    return pathTo(world, 'outside', address);
  }

  /** The toolstack of whoever has this address now, by the wires behind it. */
  async function openBeside(host: SimHost, address: string): Promise<Door> {
    return await openDoor(
      {
        reach: () => reachBy(pathFromOutside(address), HTTPS, 'outside'),
        link: healthyLink(),
        hasPower: () => host.power !== 'off',
        wrap: (stream) => stream,
        serve(stream) {
          const path = pathFromOutside(address);
          if (path.is === 'host') server.enter(path.host, stream, () => reachBy(again(world, 'outside', path), HTTPS, 'outside'));
          else stream.destroy();
        },
      },
      { address: '127.0.0.1', port: 0 },
    );
  }

  for (const host of world.hosts) {
    for (const address of recordedAddresses(host)) {
      if (doors.has(address)) continue;
      const reach = (): Reach => reachBy(pathFromOutside(address), SSH, 'outside');
      const door = await openDoor(
        {
          reach,
          link: isManagement(host, address) ? host.link : healthyLink(),
          hasPower: () => host.power !== 'off',
          wrap: (stream) => stream,
          serve(stream) {
            const path = pathFromOutside(address);
            if (path.is === 'host' || path.is === 'impostor') daemonAt(path).serve(stream);
            else stream.destroy();
          },
        },
        { address: '127.0.0.1', port: 0 },
      );
      doors.set(address, door);
      if (!firstDoors.has(host)) firstDoors.set(host, door);
      addresses.push({ address: `${bracketed(address)}:${SSH}`, leadsTo: `127.0.0.1:${door.port}`, meets: () => met(pathFromOutside(address), SSH) });
      // The toolstack listens on every address, and each leads there by a way of its own.
      if (address !== host.address) {
        const beside = await openBeside(host, address);
        doors.set(`${address}:${HTTPS}`, beside);
        addresses.push({ address: bracketed(address), leadsTo: `127.0.0.1:${beside.port}`, meets: () => met(pathFromOutside(address), HTTPS) });
      }
      // A closed door of this computer refuses, and a machine without power does not even do that.
      else addresses.push({ address: bracketed(address), leadsTo: server.urlOf(host), meets: () => (host.power === 'off' ? 'no-route' : 'answers') });
    }
  }
  server.onRefresh(() => {
    for (const door of doors.values()) door.refresh();
  });

  return {
    addresses,
    async close() {
      await Promise.all([...doors.values()].map((door) => door.close()));
    },
  };
}

function met(path: Path, port: number): ReturnType<ServedAddress['meets']> {
  const result = meet(path, port, 'outside');
  if (result === 'open') return 'answers';
  if (result === 'refused') return 'refuses';
  return result === 'timed-out' ? 'silent' : 'no-route';
}

/** The way as it is by now. */
function again(world: World, from: Origin, path: Extract<Path, { is: 'host' | 'impostor' }>): Path {
  const address = path.is === 'host' ? path.leg.ip : undefined;
  return address === undefined ? path : pathTo(world, from, address);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function recordedAddresses(host: SimHost): readonly string[] {
  return pifsOf(host).flatMap(({ row }) => [text(row, 'IP'), ...list(row, 'IPv6').map((one) => one.split('/')[0] ?? '')].filter((ip) => ip !== ''));
}

function isManagement(host: SimHost, address: string): boolean {
  return managedAt(managementPifOf(host) ?? {}) === address;
}
