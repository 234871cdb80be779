import { z } from 'zod';
import type { BmcWord } from '#shared/domain/diagnosis/believed.ts';
import type { MemberWord } from '#shared/domain/diagnosis/member-word.ts';
import type { Diagnosis } from '#shared/domain/diagnosis/diagnosis.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { Attempt } from '#shared/domain/routes/attempt.ts';
import type { RouteCandidate } from '#shared/domain/routes/candidate.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { serverId } from './calls/server-calls.ts';
import { instant } from './failure.ts';
import { hostKey, ownFailure, stage } from './ssh-schema.ts';

// A brand exists only in types, so the schema of the plain string is the schema of the branded one.
export const hostRef = z.string().min(1).max(200) as unknown as z.ZodType<HostRef>;
export const vmRef = z.string().min(1).max(200) as unknown as z.ZodType<VmRef>;
export const consoleRef = z.string().min(1).max(200) as unknown as z.ZodType<RefOf<'console'>>;

/** Chosen by the window that opens it. */
export const terminalId = z.string().regex(/^[\w-]{8,64}$/);
const cells = z.number().int().min(1).max(2_000);
export const terminalSize = { columns: cells, rows: cells };

const rankReason = z.object({
  what: z.enum([
    'kind',
    'static-address',
    'address-may-be-outdated',
    'worked-today',
    'worked-this-month',
    'failed-just-now',
    'same-card-as-management',
    'jump-is-live-with-link',
    'jump-is-master',
    'not-attached',
  ]),
  points: z.number(),
});

const via = z.discriminatedUnion('is', [
  z.object({ is: z.literal('member'), host: hostRef, name: z.string() }),
  z.object({ is: z.literal('bastion'), bastion: z.string(), name: z.string() }),
]);

export const routeKind = z.enum(['direct-management', 'direct-secondary', 'jump', 'bastion', 'jump-link-local', 'xapi-only', 'bmc']);

const routeCandidate = z.object({
  id: z.string(),
  kind: routeKind,
  address: z.string(),
  port: z.number(),
  via: via.optional(),
  nic: z.string().optional(),
  network: z.string().optional(),
  score: z.number(),
  because: z.array(rankReason).readonly(),
}) satisfies z.ZodType<RouteCandidate>;

export const attemptFailure = z.union([ownFailure, z.object({ is: z.literal('jump-failed'), stage, why: ownFailure })]);

const attempt = z.object({
  route: z.string(),
  startedAtMs: instant,
  stage,
  state: z.enum(['running', 'waiting', 'works', 'in-use', 'failed']),
  passed: z.array(z.object({ stage, tookMs: z.number() })).readonly(),
  failure: attemptFailure.optional(),
  nextTryAtMs: instant.optional(),
}) satisfies z.ZodType<Attempt>;

/** Whom a question is about: the dark host itself, or a machine on the way to it. */
const asked = z.object({ name: z.string(), address: z.string(), isOnTheWay: z.boolean() });

export const questionSchema = z.discriminatedUnion('is', [
  /** Nobody has confirmed this machine's key yet. */
  z.object({
    is: z.literal('host-key'),
    id: z.string(),
    of: asked,
    key: hostKey,
    /** Other ways on which the very same key was shown. */
    agreeing: z.array(z.string()),
  }),
  z.object({
    is: z.literal('secret'),
    id: z.string(),
    of: asked,
    user: z.string(),
    want: z.discriminatedUnion('is', [
      z.object({ is: z.literal('password') }),
      z.object({ is: z.literal('passphrase'), key: z.string() }),
      /** What the machine itself asks, one after another. */
      z.object({ is: z.literal('prompts'), title: z.string(), prompts: z.array(z.object({ text: z.string(), isShown: z.boolean() })) }),
    ]),
    /** What was tried before was refused. */
    wasRefused: z.boolean(),
  }),
]);
export type Question = z.infer<typeof questionSchema>;

const memberWord = z.object({
  uuid: z.string(),
  atMs: instant,
  role: z.enum(['master', 'member', 'broken']).optional(),
  master: z.string().optional(),
  dbGeneration: z.number().optional(),
  dbChangedAtS: z.number().optional(),
  isHaArmed: z.boolean().optional(),
  domains: z.array(z.string()).readonly().optional(),
  skewMs: z.number().optional(),
}) satisfies z.ZodType<MemberWord>;

const bmcWord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('on'), atMs: instant }),
  z.object({ is: z.literal('off'), atMs: instant, sinceMs: instant.optional() }),
  z.object({ is: z.enum(['unreachable', 'refused', 'not-asked']) }),
]) satisfies z.ZodType<BmcWord>;

/** Another host of the pool, asked over SSH on its own account. */
const neighbour = z.object({
  host: hostRef,
  name: z.string(),
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('asked'), word: memberWord }),
    z.object({ is: z.literal('not-reached'), atMs: instant, why: ownFailure }),
    z.object({ is: z.literal('not-asked') }),
  ]),
});

export const investigationSchema = z.object({
  server: serverId,
  host: hostRef,
  /** `no-way` while every route has failed; they are tried again. */
  is: z.enum(['looking', 'asking', 'connected', 'no-way', 'closed']),
  isPaused: z.boolean(),
  question: questionSchema.optional(),
  /** Best first. */
  routes: z.array(routeCandidate),
  /** Ways like those over still other members, which get their turn when those fail. */
  routesLeftOut: z.number().optional(),
  /** The last try of each route that was tried. */
  attempts: z.array(attempt),
  /** The route in use. */
  active: z.string().optional(),
  /** The best one that works over another card. */
  standby: z.string().optional(),
  /** What its toolstack said over HTTPS, where SSH does not answer. */
  toolstack: z
    .object({
      address: z.string(),
      atMs: instant,
      says: z.discriminatedUnion('is', [
        z.object({ is: z.literal('healthy') }),
        /** The reason it gives for being in emergency mode. */
        z.object({ is: z.literal('emergency'), code: z.string(), parameters: z.array(z.string()) }),
        /** It listens, and lets nobody in. */
        z.object({ is: z.literal('refuses'), code: z.string(), parameters: z.array(z.string()) }),
        /** Nobody has confirmed this certificate; `pinned` is what the host is known by. */
        z.object({ is: z.literal('untrusted'), fingerprint: z.string(), pinned: z.string().optional() }),
      ]),
    })
    .optional(),
  /** What that toolstack could do for it while no shell is open. */
  overHttps: z.custom<readonly Offer[]>((value) => Array.isArray(value)).optional(),
  neighbours: z.array(neighbour),
  bmc: bmcWord,
  /** Somebody has looked at the machine and says that it is off. */
  word: z.object({ atMs: instant, by: z.string(), looked: z.string() }).optional(),
  /** Why nobody's word would be taken now. */
  wordProblem: z.enum(['answers', 'searching', 'power-is-on']).optional(),
  /** What the host has said of itself so far. */
  sight: z.custom<HostSight>((value) => typeof value === 'object' && value !== null),
  /** What that means. */
  diagnosis: z.custom<Diagnosis>((value) => typeof value === 'object' && value !== null),
  /** Proven by the host itself: its installation's id is the pool's id of this host. */
  identity: z.object({ uuid: z.string(), atMs: instant }).optional(),
  startedAtMs: instant,
  /** When the host is looked at next. */
  nextReadMs: instant.optional(),
});
export type Investigation = z.infer<typeof investigationSchema>;
