import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { instant } from '#shared/contract/failure.ts';
import { hostToAsk } from '#shared/contract/storage-schema.ts';
import type { CardsWord, NoWay } from '#shared/domain/networks/cards-word.ts';
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

const noWay = z.object({ is: z.literal('no-way'), asks: z.enum(['host-key', 'other']).optional() }) satisfies z.ZodType<NoWay>;

const cardsWord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('said'), atMs: instant, cards: z.array(cardSeen).readonly() }),
  noWay,
]) satisfies z.ZodType<CardsWord>;

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
} as const satisfies Record<string, Call>;
