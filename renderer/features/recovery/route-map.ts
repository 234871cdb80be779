import { networkName } from '#shared/text/route-words.ts';
import { type TriedRoute, works } from './route-ladder.ts';

export type WayState = 'in-use' | 'works' | 'failed' | 'open';

/** One way as a line of the map: its lane, what it leads over, and where it stops. */
export interface MapWay {
  readonly key: string;
  readonly y: number;
  readonly state: WayState;
  /** The box it passes. */
  readonly over: string | undefined;
  readonly label: string;
  readonly portY: number;
  /** Which half it broke in. */
  readonly broke: 'before' | 'after' | undefined;
}

export interface MapPort {
  readonly name: string;
  readonly y: number;
  readonly state: 'up' | 'down' | 'unknown';
}

export interface RouteMapModel {
  readonly height: number;
  readonly ways: readonly MapWay[];
  readonly ports: readonly MapPort[];
}

const LANE = 36;
const MARGIN = 22;
/** More than these nobody tells apart; the table below has them all. */
const MOST_LANES = 5;

/** Draws what is known: a lane for each different way, ending at the card of the host it ends on. */
export function routeMapOf(tried: readonly TriedRoute[], active: string | undefined): RouteMapModel {
  const lanes = lanesOf(tried, active);
  const height = MARGIN * 2 + LANE * Math.max(1, lanes.length - 1);
  const at = (index: number): number => (lanes.length === 1 ? height / 2 : MARGIN + LANE * index);
  const ports = portsOf(lanes, at);
  const portY = new Map(ports.map(({ name, y }) => [name, y]));
  return {
    height,
    ports,
    ways: lanes.map((one, index) => ({
      key: one.route.id,
      y: at(index),
      state: stateOf(one, active),
      over: one.route.via?.name,
      label: networkName(one.route) ?? '',
      portY: portY.get(portOf(one)) ?? at(index),
      broke: brokeOf(one),
    })),
  };
}

/** The best attempt for each pair of what it leads over and where it ends, best ways first, then in the order of cards. */
function lanesOf(tried: readonly TriedRoute[], active: string | undefined): readonly TriedRoute[] {
  const best = new Map<string, TriedRoute>();
  for (const one of tried) {
    if (one.route.kind === 'xapi-only') continue;
    const key = `${one.route.via?.name ?? ''} ${portOf(one)}`;
    const before = best.get(key);
    if (before === undefined || weight(one, active) > weight(before, active)) best.set(key, one);
  }
  const chosen = [...best.values()].toSorted((a, b) => weight(b, active) - weight(a, active)).slice(0, MOST_LANES);
  return chosen.toSorted((a, b) => byPort(a, b));
}

function weight(one: TriedRoute, active: string | undefined): number {
  if (one.route.id === active) return 4;
  if (one.route.kind === 'direct-management') return 3.5;
  if (works(one)) return 3;
  return one.attempt === undefined ? 1 : 2;
}

/** Ways that end at one card lie beside each other, the direct one first. */
function byPort(a: TriedRoute, b: TriedRoute): number {
  if (portOrder(a) !== portOrder(b)) return portOrder(a) - portOrder(b);
  const names = portOf(a).localeCompare(portOf(b));
  return names === 0 ? overOrder(a) - overOrder(b) : names;
}

function portOrder({ route }: TriedRoute): number {
  if (route.kind === 'direct-management') return 0;
  return route.kind === 'bmc' ? 2 : 1;
}

function overOrder({ route }: TriedRoute): number {
  return route.via === undefined ? 0 : 1;
}

function portOf({ route }: TriedRoute): string {
  return route.kind === 'bmc' ? 'BMC' : (route.nic ?? route.address);
}

function portsOf(lanes: readonly TriedRoute[], at: (index: number) => number): readonly MapPort[] {
  const names = [...new Set(lanes.map(portOf))];
  return names.map((name) => {
    const own = lanes.flatMap((one, index) => (portOf(one) === name ? [{ one, y: at(index) }] : []));
    const [first, last] = [own[0]?.y ?? 0, own.at(-1)?.y ?? 0];
    const isUp = own.some(({ one }) => works(one));
    const isDown = own.every(({ one }) => one.attempt?.state === 'failed');
    return { name, y: (first + last) / 2, state: isUp ? 'up' : isDown ? 'down' : 'unknown' };
  });
}

function stateOf(one: TriedRoute, active: string | undefined): WayState {
  if (one.route.id === active) return 'in-use';
  if (works(one)) return 'works';
  return one.attempt?.state === 'failed' ? 'failed' : 'open';
}

function brokeOf({ attempt }: TriedRoute): MapWay['broke'] {
  if (attempt?.state !== 'failed') return undefined;
  return attempt.failure?.is === 'jump-failed' || attempt.failure?.is === 'no-route' ? 'before' : 'after';
}
