import { z } from 'zod';

const word = z.string().min(1).max(60);

export const bondMode = z.enum(['balance-slb', 'active-backup', 'lacp']);
export const hashing = z.enum(['src_mac', 'tcpudp_ports']);

export const uplink = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('none') }),
  z.strictObject({ is: z.literal('vlan'), device: word, tag: z.number().max(1_000_000) }),
  z.strictObject({
    is: z.literal('bond'),
    devices: z.array(word).max(16).readonly(),
    mode: bondMode,
    hashing: hashing.optional(),
  }),
  z.strictObject({ is: z.literal('sriov'), device: word }),
]);
