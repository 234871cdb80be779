import type { Duplex } from 'node:stream';
import { flag, list, ref, text } from '#simulator/world/fields.ts';
import { assertPermission, rolesAtLeast } from '#simulator/world/rbac.ts';
import { hostNow, msOfDate } from '#simulator/world/times.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { headText } from '#simulator/xapi-server/http/status-page.ts';
import { HttpFailure, type HttpExchange, type HttpHandlers } from '#simulator/xapi-server/routes.ts';
import { createRfbSession } from './rfb-session.ts';
import { createScreen, FILM_PERIOD_MS, type Screen } from './screen.ts';
import { createTextSession } from './vt100-session.ts';
import { acceptOf, createWebSocketCodec } from './websocket.ts';

export const consoleHandlers: HttpHandlers = { connect_console: connect, connect_console_ws: upgrade };

interface Target {
  readonly console: Ref;
  readonly protocol: string;
  readonly vm: Ref;
  readonly row: Row;
}

/** Both ends of one viewer's connection, whatever wraps the bytes on the way. */
interface Viewer {
  readonly send: (bytes: Uint8Array) => void;
  readonly end: () => void;
}

/** Who looks at one console sees one picture. */
interface Shown {
  readonly screen: Screen;
  viewers: number;
}

const shown = new WeakMap<World, Map<Ref, Shown>>();

function connect(exchange: HttpExchange): void {
  const target = targetOf(exchange);
  assertRoomFor(exchange, target);
  const stream = exchange.takeOver();
  stream.write(
    headText({
      status: 200,
      reason: 'OK',
      version: '1.1',
      headers: [
        ['Connection', 'keep-alive'],
        ['Cache-Control', 'no-cache, no-store'],
      ],
    }),
  );
  const receive = open(exchange, target, { send: (bytes) => stream.write(bytes), end: () => stream.end() });
  attach(stream, receive);
}

function upgrade(exchange: HttpExchange): void {
  const target = targetOf(exchange);
  const key = exchange.request.headers.get('sec-websocket-key');
  if (exchange.request.headers.get('upgrade')?.toLowerCase() !== 'websocket' || key === undefined) throw new HttpFailure(400);
  assertRoomFor(exchange, target);
  const stream = exchange.takeOver();
  stream.write(switchingHead(exchange, key));
  const end = (): void => {
    stream.end();
  };
  const codec = createWebSocketCodec({ deliver: (payload) => receive(payload), send: (bytes) => stream.write(bytes), end });
  const receive = open(exchange, target, { send: (payload) => stream.write(codec.frame(payload)), end });
  attach(stream, codec.receive);
}

function switchingHead({ request }: HttpExchange, key: string): string {
  const protocol = request.headers
    .get('sec-websocket-protocol')
    ?.split(',')
    .map((name) => name.trim())
    .find((name) => name === 'binary');
  return headText({
    status: 101,
    reason: 'Switching Protocols',
    version: '1.1',
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', acceptOf(key)],
      ...(protocol === undefined ? [] : [['Sec-WebSocket-Protocol', protocol] as const]),
    ],
  });
}

function attach(stream: Duplex, receive: (bytes: Uint8Array) => void): void {
  stream.on('data', receive);
  stream.on('end', () => stream.end());
  stream.on('error', () => stream.destroy());
  stream.resume();
}

/** By the console's uuid or reference, or a VM's, whose first console is meant. */
function targetOf({ host, session, request }: HttpExchange): Target {
  const { database } = host.pool;
  const asked = request.query.get('uuid') ?? request.query.get('ref');
  if (asked === undefined) throw new HttpFailure(500, 'Console.Failure');
  const byUuid = (table: string): Ref | undefined =>
    database.refByUuid(table, asked) ?? (database.find(table, asked) === undefined ? undefined : asked);
  const vmAsked = byUuid('VM');
  const self = byUuid('console') ?? (vmAsked === undefined ? undefined : list(database.get('VM', vmAsked), 'consoles')[0]);
  if (self === undefined) throw new HttpFailure(404);
  const row = database.get('console', self);
  const vm = ref(row, 'VM') ?? '';
  const vmRow = database.get('VM', vm);
  if (flag(vmRow, 'is_control_domain') && session !== undefined) {
    assertHostConsolePermitted(session);
  }
  if (!isHere(host, vm)) throw new XapiError('VM_BAD_POWER_STATE', vm, 'running', text(vmRow, 'power_state').toLowerCase());
  return { console: self, protocol: text(row, 'protocol'), vm, row: vmRow };
}

function assertHostConsolePermitted(session: NonNullable<HttpExchange['session']>): void {
  try {
    assertPermission(session, 'http/connect_console/host_console', rolesAtLeast('pool-operator'));
  } catch (error) {
    if (error instanceof XapiError) throw new HttpFailure(403);
    throw error;
  }
}

function isHere(host: SimHost, vm: Ref): boolean {
  const row = host.pool.database.find('VM', vm);
  return row !== undefined && ref(row, 'resident_on') === host.ref && ['Running', 'Paused'].includes(text(row, 'power_state'));
}

/** Starts serving a viewer and returns where its bytes go. The picture ends when the VM leaves this host. */
function open({ world, host, signal }: HttpExchange, target: Target, viewer: Viewer): (bytes: Uint8Array) => void {
  const now = (): number => hostNow(world, host);
  const title = text(target.row, 'name_label');
  const place = shownAt(world, host, target);
  const picture = target.protocol === 'vt100' ? undefined : createRfbSession({ screen: place.screen, now, ...viewer });
  const session = picture ?? createTextSession({ title, now, send: viewer.send });
  const timer = world.clock.every(FILM_PERIOD_MS, () => {
    if (isHere(host, target.vm)) picture?.refresh();
    else viewer.end();
  });
  place.viewers += 1;
  signal.addEventListener('abort', () => {
    timer.cancel();
    place.viewers -= 1;
  });
  return session.receive;
}

function shownAt(world: World, host: SimHost, target: Pick<Target, 'console' | 'row'>): Shown {
  const ofWorld = shown.get(world) ?? new Map<Ref, Shown>();
  shown.set(world, ofWorld);
  const known = ofWorld.get(target.console);
  if (known !== undefined) return known;
  const screen = createScreen({ title: text(target.row, 'name_label'), subtitle: `on ${host.name}`, startedAtMs: startOf(host, target.row) });
  const fresh: Shown = { screen, viewers: 0 };
  ofWorld.set(target.console, fresh);
  return fresh;
}

function startOf({ pool: { database } }: SimHost, row: Row): number | undefined {
  const metrics = database.find('VM_metrics', ref(row, 'metrics') ?? '');
  return metrics === undefined ? undefined : msOfDate(text(metrics, 'start_time'));
}

/** Pools of the newest release may allow one viewer at a time. */
function assertRoomFor({ world, host }: HttpExchange, target: Target): void {
  const { database } = host.pool;
  const isLimited = database.refs('pool').some((self) => flag(database.get('pool', self), 'limit_console_sessions'));
  if (isLimited && shownAt(world, host, target).viewers > 0) throw new HttpFailure(503);
}
