import { z } from 'zod';
import { hostStatistics } from './calls/metrics-calls.ts';
import { operationId, operationSchema } from './calls/operation-calls.ts';
import { serverId, serverSchema } from './calls/server-calls.ts';
import { settingsSchema } from './calls/settings-calls.ts';
import { hostWitnesses } from './calls/witness-calls.ts';
import { deltaSchema } from './inventory-schema.ts';
import { investigationSchema } from './recovery-schema.ts';
import { knownWaysSchema } from './ways-schema.ts';

/** Everything the engine says unasked. Each topic numbers its events; a missing number means: ask for a snapshot. */
export const events = {
  /** The whole list, whenever anything in it changes. */
  servers: z.array(serverSchema),
  pools: z.object({ server: serverId, delta: deltaSchema }),
  /** Whenever somebody has something new to say of a host; who asks for `pool.witnesses` first misses nothing. */
  witnesses: z.object({ server: serverId, host: z.string(), witnesses: hostWitnesses }),
  /** Every operation that began, went on or ended, whole; and those that were cleared from the list. */
  operations: z.object({ changed: z.array(operationSchema), forgotten: z.array(operationId) }),
  /** Whenever one of them is changed, in whichever window. */
  settings: settingsSchema,
  /** How long a live pool took to answer something small, every few seconds. */
  delays: z.object({ server: serverId, ms: z.number().min(0) }),
  /** What hosts measure, by host; only while somebody follows it, and each time the whole of those that are mentioned. */
  metrics: z.object({ server: serverId, hosts: z.record(z.string(), hostStatistics) }),
  /** Everything about a host that somebody wants reached, whole; four times a second at most. */
  recovery: investigationSchema,
  /** What is kept of a host for the day it goes dark, whenever its ways were tried; who asks for `ways.of` first misses nothing. */
  ways: z.object({ server: serverId, host: z.string(), known: knownWaysSchema }),
} as const;

export type Topic = keyof typeof events;
export type Payload<T extends Topic> = z.output<(typeof events)[T]>;

export type EngineEvent = { readonly [T in Topic]: { readonly topic: T; readonly sequence: number; readonly payload: Payload<T> } }[Topic];
/** The number of the last event of each topic. */
export type Sequences = Readonly<Record<Topic, number>>;

/** Before anything was said. */
export function noSequences(): Record<Topic, number> {
  // One number for every topic of the table the type is made of.
  return Object.fromEntries(Object.keys(events).map((topic) => [topic, 0])) as Record<Topic, number>;
}
