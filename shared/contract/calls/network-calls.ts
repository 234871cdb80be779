import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { referenceTo } from '#shared/contract/request-parts.ts';
import { hostToAsk, shellNoWay } from '#shared/contract/storage-schema.ts';
import type { CardsWord } from '#shared/domain/networks/cards-word.ts';
import type { PathWord } from '#shared/domain/networks/path-check.ts';
import { serverId } from './server-calls.ts';

const word = z.string().max(200);

const cardSeen = z.object({
  device: word,
  hasLink: z.boolean().optional(),
  speedMbit: z.number().optional(),
  isFullDuplex: z.boolean().optional(),
  driver: word.optional(),
  bus: word.optional(),
});

const cardsWord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('said'), atMs: instant, cards: z.array(cardSeen).readonly() }),
  shellNoWay,
]) satisfies z.ZodType<CardsWord>;

const pathWord = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('said'),
    own: z.number(),
    paths: z.array(z.object({ to: word, passes: z.number() })).readonly(),
  }),
  shellNoWay,
]) satisfies z.ZodType<PathWord>;

export const networkCalls = {
  /** What is not watched of network cards: the driver at each place of the bus, and how many parts of shared cards nobody has. */
  'network.cards': {
    effect: 'read',
    input: z.strictObject({ server: serverId }),
    output: z.object({
      drivers: z.array(z.object({ host: word, bus: word, driver: word })),
      shared: z.array(z.object({ sriov: word, free: z.number() })),
    }),
  },
  /** Asks the shell of a host for its cards and their links, where its pool has not heard of it for long. It logs in by SSH, and only reads. */
  'network.ask-cards': {
    effect: 'read',
    input: z.strictObject({ server: serverId, host: hostToAsk }),
    output: z.object({ word: cardsWord }),
  },
  /** Has a host try, over SSH, how large packets get from its address on a network to others in one piece. Nothing is changed. */
  'network.ask-path': {
    effect: 'read',
    input: z.strictObject({
      server: serverId,
      host: hostToAsk,
      network: referenceTo('network'),
      mtu: z.number().int().min(68).max(65_535),
      to: z
        .array(z.union([z.ipv4(), z.ipv6()]))
        .min(1)
        .max(64)
        .readonly(),
    }),
    output: z.object({ word: pathWord }),
  },
} as const satisfies Record<string, Call>;
