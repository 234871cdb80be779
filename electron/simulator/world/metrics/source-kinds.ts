import type { CurveSource } from './curve-rrd.ts';
import { seedOf, type Curve } from './load-curve.ts';

/** A level with no upper bound. */
export function gauge(name: string, valueAt: Curve): CurveSource {
  return { name, type: 'GAUGE', min: 0, max: Number.POSITIVE_INFINITY, valueAt };
}

/** What a counter grows by per second. */
export function rate(name: string, valueAt: Curve): CurveSource {
  return { name, type: 'DERIVE', min: 0, max: Number.POSITIVE_INFINITY, valueAt };
}

/** A share of time, from 0 to 1. */
export function share(name: string, valueAt: Curve): CurveSource {
  return { name, type: 'DERIVE', min: 0, max: 1, valueAt };
}

export function constant(value: number): Curve {
  return () => value;
}

export function scaled(curve: Curve, factor: number): Curve {
  return (timeSec) => factor * curve(timeSec);
}

export function sum(curves: readonly Curve[]): Curve {
  return (timeSec) => curves.reduce((total, curve) => total + curve(timeSec), 0);
}

/** Each object's each series wanders by itself. */
export function seriesSeed(uuid: string, name: string): number {
  return seedOf(`${uuid}/${name}`);
}
