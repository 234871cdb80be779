import { z } from 'zod';
import { joinChecks, type JoinCell } from '#shared/domain/joining/cell.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import type { HostRef, PoolRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';

// A brand exists only in types.
const hostRef = z.string() as unknown as z.ZodType<HostRef>;
const poolRef = z.string() as unknown as z.ZodType<PoolRef>;
const vmRef = z.string() as unknown as z.ZodType<VmRef>;
const srRef = z.string() as unknown as z.ZodType<RefOf<'sr'>>;
const networkRef = z.string() as unknown as z.ZodType<RefOf<'network'>>;
const pifRef = z.string() as unknown as z.ZodType<RefOf<'pif'>>;
const namedVm = z.object({ ref: vmRef, name: z.string() });
const words = z.array(z.string()).readonly();

export const joinSide = z.object({
  host: z.string(),
  hostRef,
  hostUuid: z.string(),
  address: z.string(),
  poolRef,
  poolName: z.string(),
  members: z.array(z.object({ uuid: z.string(), name: z.string() })).readonly(),
  mayJoin: z.boolean(),
  isHaEnabled: z.boolean(),
  isUpdating: z.boolean(),
  hasCluster: z.boolean(),
  edition: z.string(),
  editions: words,
  licenceServer: z.record(z.string(), z.string()),
  restricts: z.object({ pooling: z.boolean(), size: z.boolean() }),
  software: z.record(z.string(), z.string()),
  apiVersion: z.string(),
  updates: words,
  cpu: z.object({ vendor: z.string(), model: z.string(), hvm: z.string(), pv: z.string() }),
  guidances: words,
  running: z.array(namedVm.extend({ features: z.string() })).readonly(),
  suspended: z.array(namedVm).readonly(),
  busy: z.array(namedVm).readonly(),
  sharedSrs: z.array(z.object({ ref: srRef, name: z.string() })).readonly(),
  bonds: words,
  tunnels: z.number(),
  sriovs: z.number(),
  vlans: z.array(z.number()).readonly(),
  removableNetworks: z.array(networkRef).readonly(),
  management: z
    .object({ pif: pifRef, device: z.string(), vlan: z.number(), mode: z.string(), family: z.string(), ip: z.string() })
    .optional() as unknown as z.ZodType<JoinSide['management']>,
  controller: z.string(),
  purposes: words,
  directory: z.object({ type: z.string(), service: z.string() }),
  verifiesTls: z.boolean(),
  authorities: z.record(z.string(), z.string()),
  certificateEndsMs: z.number().optional() as unknown as z.ZodType<number | undefined>,
  drivers: z.record(z.string(), z.record(z.string(), z.number())),
  clockAheadMs: z.number(),
}) satisfies z.ZodType<JoinSide>;

const side = z.enum(['host', 'pool']);

export const joinCell = z.object({
  check: z.enum(joinChecks),
  verdict: z.enum(['passed', 'warns', 'failed']),
  code: z.string().optional(),
  host: z.string(),
  pool: z.string(),
  names: words,
  count: z.number().optional(),
  isForcible: z.literal(true).optional(),
  fixes: z
    .array(
      z.discriminatedUnion('is', [
        z.object({ is: z.enum(['suspend', 'shut-down', 'resume']), vms: z.array(vmRef).readonly() }),
        z.object({ is: z.literal('forget-storage'), srs: z.array(srRef).readonly() }),
        z.object({ is: z.literal('remove-networks'), networks: z.array(networkRef).readonly() }),
        z.object({ is: z.literal('static-address'), pif: pifRef }),
        z.object({ is: z.literal('relicense'), host: hostRef, edition: z.string(), licenceServer: z.record(z.string(), z.string()) }),
        z.object({ is: z.literal('leave-directory'), host: hostRef }),
        z.object({ is: z.literal('join-directory'), host: hostRef, directory: z.string() }),
        z.object({ is: z.literal('look-at-clock'), host: hostRef }),
        z.object({ is: z.literal('ha-off'), on: side }),
        z.object({ is: z.literal('verify-tls'), on: side }),
      ]),
    )
    .readonly()
    .optional(),
}) satisfies z.ZodType<JoinCell>;
