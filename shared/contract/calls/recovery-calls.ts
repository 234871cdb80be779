import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { keptPlanSchema, networkPlanSchema } from '#shared/contract/network-plan-schema.ts';
import { hostRef, investigationSchema, terminalId, terminalSize } from '#shared/contract/recovery-schema.ts';
import type { ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { probeIds } from '#shared/domain/diagnosis/probe-table.ts';
import { serverId } from './server-calls.ts';

const one = { server: serverId, host: hostRef };
const seen = z.object({ sequence: z.number(), investigation: investigationSchema });

const known: ReadonlySet<string> = probeIds;
const probeId = z.string().refine((id): id is ProbeId => known.has(id));

const answer = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('accept-key') }),
  z.strictObject({ is: z.literal('refuse') }),
  /** One for each thing that was asked for. They travel this once. */
  z.strictObject({ is: z.literal('secrets'), secrets: z.array(z.string().max(10_000)).max(20), isKept: z.boolean() }),
]);

/** Reaching a host that its pool has lost, and looking at it. What is found comes as `recovery` events. */
export const recoveryCalls = {
  /** Starts, or joins what goes on already. */
  'recovery.open': { effect: 'change', input: z.strictObject(one), output: seen },
  /** Ends it: connections are closed, and nothing is asked of the host any more. */
  'recovery.close': { effect: 'change', input: z.strictObject(one), output: z.object({}) },
  /** Answers a question; one that is not asked any more changes nothing. */
  'recovery.answer': { effect: 'change', input: z.strictObject({ ...one, question: z.string().max(100), answer }), output: z.object({}) },
  /** Tries the ways that failed again, now; where one works, looks at everything again. */
  'recovery.check-again': { effect: 'change', input: z.strictObject(one), output: z.object({}) },
  /** While nobody looks, the host is left in peace; the way to it is kept. */
  'recovery.pause': { effect: 'change', input: z.strictObject({ ...one, isPaused: z.boolean() }), output: z.object({}) },
  /** Asks what is asked only when a person wants it, such as a search for large files. */
  'recovery.look': { effect: 'change', input: z.strictObject({ ...one, probes: z.array(probeId).max(20) }), output: z.object({}) },
  /** Everything that is known, as text for a file or a ticket; secrets are taken out. */
  'recovery.report': { effect: 'read', input: z.strictObject(one), output: z.object({ name: z.string(), text: z.string() }) },
  /** What a reset would take away of the host's network now, and what earlier ones took away. */
  'recovery.network-plan': {
    effect: 'read',
    input: z.strictObject(one),
    output: z.object({ plan: networkPlanSchema, kept: z.array(keptPlanSchema).readonly() }),
  },
  /** The host's network is as it should be again. */
  'recovery.put-plan-away': { effect: 'change', input: z.strictObject({ id: z.string().max(100) }), output: z.object({}) },
  /** Shows the pool as this member's copy of the database has it, read-only: what ran where, when the master is dead. */
  'recovery.read-database': { effect: 'change', input: z.strictObject(one), output: z.object({ server: serverId }) },
  /** The window of a terminal has another size now. */
  'terminal.resize': { effect: 'change', input: z.strictObject({ terminal: terminalId, ...terminalSize }), output: z.object({}) },
  /** Raises the question that a way, or a neighbour that could not be asked, waits for. */
  'recovery.ask-about': { effect: 'change', input: z.strictObject({ ...one, about: z.string().max(300) }), output: z.object({}) },
  /** Somebody has stood before the machine and says that it is off. Written down with time and name. */
  'recovery.say-off': {
    effect: 'change',
    input: z.strictObject({ ...one, typedName: z.string().max(300), looked: z.string().trim().max(1_000) }),
    output: z.object({ problem: z.enum(['answers', 'searching', 'power-is-on', 'not-whole']).optional() }),
  },
  /** Somebody has compared the certificate its toolstack shows. */
  'recovery.confirm-certificate': {
    effect: 'change',
    input: z.strictObject({ ...one, fingerprint: z.string().max(100) }),
    output: z.object({}),
  },
  'recovery.take-back-word': { effect: 'change', input: z.strictObject(one), output: z.object({}) },
  /** From now on over this route, if it works. */
  'recovery.use-route': { effect: 'change', input: z.strictObject({ ...one, route: z.string().max(300) }), output: z.object({}) },
} as const satisfies Record<string, Call>;
