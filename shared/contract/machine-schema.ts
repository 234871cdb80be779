import { z } from 'zod';
import { lockingModes } from '#shared/domain/devices/cards.ts';
import type { VmChanges } from '#shared/domain/operations/vm-settings.ts';
import { line, referenceTo, text, word } from './request-parts.ts';

export const driveChanges = z
  .strictObject({
    position: word.optional(),
    isReadOnly: z.boolean().optional(),
    isBootable: z.boolean().optional(),
    priority: z.union([z.number(), z.literal('none')]).optional(),
  })
  .readonly();

const addresses = z.array(word).max(200).readonly();
/** How much a card may send, and as whom. */
export const cardRights = {
  limitKbps: z
    .number()
    .max(2 ** 40)
    .optional(),
  locking: z.enum(lockingModes).optional(),
  ipv4Allowed: addresses.optional(),
  ipv6Allowed: addresses.optional(),
};

export const cardChanges = z
  .strictObject({
    network: referenceTo('network').optional(),
    mac: word.optional(),
    ...cardRights,
  })
  .readonly();

const bytes = z
  .number()
  .min(0)
  .max(2 ** 50);
export const vmChanges = z
  .strictObject({
    name: line.optional(),
    description: text.optional(),
    tags: z.array(line).max(200).readonly().optional(),
    vcpusMax: z.number().optional(),
    vcpus: z.number().optional(),
    coresPerSocket: z.number().optional(),
    weight: z.number().optional(),
    memory: z.strictObject({ staticMin: bytes, dynamicMin: bytes, dynamicMax: bytes, staticMax: bytes }).readonly().optional(),
    bootOrder: z.string().max(20).optional(),
    firmware: z.enum(['bios', 'uefi']).optional(),
    isSecureBoot: z.boolean().optional(),
    kernelArguments: text.optional(),
    home: referenceTo('host').nullable().optional(),
    shadowMultiplier: z.number().optional(),
    startsWithHost: z.boolean().optional(),
  })
  .readonly() satisfies z.ZodType<VmChanges>;
