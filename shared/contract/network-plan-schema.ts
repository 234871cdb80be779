import { z } from 'zod';
import type { NetworkPlan } from '#shared/domain/repairs/network-plan.ts';
import { instant } from './failure.ts';

export const networkPlanSchema = z.object({
  host: z.object({ uuid: z.string(), name: z.string(), address: z.string() }),
  asOfMs: instant,
  interfaces: z
    .array(
      z.object({
        is: z.enum(['card', 'bond', 'vlan', 'other']),
        device: z.string(),
        mac: z.string(),
        network: z.object({ uuid: z.string(), name: z.string() }),
        members: z.array(z.string()).readonly(),
        mode: z.string().optional(),
        properties: z.record(z.string(), z.string()).readonly(),
        tag: z.number().optional(),
        under: z.object({ device: z.string(), network: z.string(), isCard: z.boolean() }).optional(),
        address: z.object({
          mode: z.enum(['none', 'dhcp', 'static']),
          ip: z.string(),
          netmask: z.string(),
          gateway: z.string(),
          dns: z.string(),
          ipv6Mode: z.string(),
          ipv6: z.array(z.string()).readonly(),
          ipv6Gateway: z.string(),
        }),
        purpose: z.string(),
        isManagement: z.boolean(),
        isUnplugForbidden: z.boolean(),
      }),
    )
    .readonly(),
  storage: z.array(z.object({ pbd: z.string(), name: z.string(), type: z.string() })).readonly(),
  commands: z.array(z.string()).readonly(),
}) satisfies z.ZodType<NetworkPlan>;

/** One that was written down before a reset. */
export const keptPlanSchema = z.object({ id: z.string(), keptAtMs: instant, plan: networkPlanSchema });
