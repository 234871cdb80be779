import { z } from 'zod';
import type { HeartbeatObstacle } from '#shared/domain/ha/heartbeat.ts';
import type { PreconditionId } from '#shared/domain/diagnosis/offer.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';

export const editableClass = z.enum(['pool', 'host', 'vm', 'sr', 'network', 'vdi', 'appliance']);
const host = z.string();
// Whether there is such a condition is for the diagnosis to say.
export const preconditionId = z.string().max(60) as unknown as z.ZodType<PreconditionId>;
const operation = z.string();

const heartbeatObstacle = z.discriminatedUnion('is', [
  z.object({ is: z.literal('iso-library') }),
  z.object({ is: z.literal('not-shared'), host: z.string().optional() }),
  z.object({ is: z.literal('not-everywhere'), hosts: z.array(z.string()).readonly() }),
  z.object({ is: z.literal('other-cluster'), stack: z.string() }),
  z.object({ is: z.literal('driver') }),
  z.object({ is: z.literal('too-full'), needsBytes: z.number(), freeBytes: z.number() }),
]) satisfies z.ZodType<HeartbeatObstacle>;

export const problemSchema = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('not-there') }),
  z.object({ rule: z.literal('server-not-live') }),
  z.object({ rule: z.literal('only-a-picture') }),
  z.object({ rule: z.literal('not-offered') }),
  z.object({ rule: z.literal('not-proven'), condition: preconditionId }),
  z.object({ rule: z.literal('another-machine') }),
  z.object({ rule: z.literal('not-reached') }),
  z.object({ rule: z.literal('not-permitted'), call: z.string() }),
  z.object({ rule: z.literal('is-template') }),
  z.object({ rule: z.literal('is-snapshot') }),
  z.object({ rule: z.literal('is-control-domain') }),
  z.object({ rule: z.literal('wrong-power-state'), power: z.string(), needs: z.array(z.string()).readonly() }),
  z.object({ rule: z.literal('busy'), operation }),
  z.object({ rule: z.literal('being-changed') }),
  z.object({ rule: z.literal('blocked'), operation, reason: z.string() }),
  z.object({ rule: z.literal('no-guest-tools') }),
  z.object({ rule: z.literal('host-not-live'), host }),
  z.object({ rule: z.literal('host-disabled'), host }),
  z.object({ rule: z.literal('host-is-busy'), host, operation }),
  z.object({ rule: z.literal('already-on-host'), host }),
  z.object({ rule: z.literal('not-enough-memory'), host, needBytes: z.number(), freeBytes: z.number() }),
  z.object({ rule: z.literal('not-on-host'), what: z.enum(['storage', 'network']), name: z.string(), host }),
  z.object({ rule: z.literal('not-enough-processors'), host, needs: z.number(), has: z.number() }),
  z.object({ rule: z.literal('no-virtualisation'), host }),
  z.object({ rule: z.literal('no-host-fits') }),
  z.object({ rule: z.literal('immobile') }),
  z.object({ rule: z.literal('disk-resets-on-boot'), disk: z.string() }),
  z.object({ rule: z.literal('no-suspend-image') }),
  z.object({ rule: z.literal('no-suspend-storage'), host: z.string() }),
  z.object({ rule: z.literal('tied-to-hardware') }),
  z.object({ rule: z.literal('no-such-property'), class: editableClass }),
  z.object({ rule: z.literal('empty-name') }),
  z.object({ rule: z.literal('bad-folder') }),
  z.object({ rule: z.literal('bad-field-name') }),
  z.object({ rule: z.literal('unchanged') }),
  z.object({ rule: z.literal('ha-on') }),
  z.object({ rule: z.literal('ha-off') }),
  z.object({ rule: z.literal('ha-not-licensed'), host }),
  z.object({ rule: z.literal('pool-upgrading') }),
  z.object({ rule: z.literal('every-host-needed'), host }),
  z.object({ rule: z.literal('card-unplugged'), host, device: z.string() }),
  z.object({ rule: z.literal('no-heartbeat-on'), name: z.string(), why: heartbeatObstacle }),
  z.object({ rule: z.literal('not-agile'), vm: z.string(), why: z.enum(['storage', 'network', 'device']) }),
  z.object({ rule: z.literal('plan-would-break'), failures: z.number(), most: z.number() }),
  z.object({ rule: z.literal('task-ended') }),
  z.object({ rule: z.literal('nothing-chosen') }),
  z.object({ rule: z.literal('sr-name-taken'), name: z.string() }),
  z.object({ rule: z.literal('no-storage-driver'), type: z.string() }),
  z.object({ rule: z.literal('device-in-use'), sr: z.string() }),
  z.object({ rule: z.literal('sr-there-already'), sr: z.string() }),
  z.object({ rule: z.literal('sr-without-config') }),
  z.object({ rule: z.literal('sr-not-connected') }),
  z.object({ rule: z.literal('sr-belongs-to-host') }),
  z.object({ rule: z.literal('sr-used-by'), vms: z.array(z.string()).readonly() }),
  z.object({ rule: z.literal('sr-holds-heartbeat') }),
  z.object({ rule: z.literal('sr-not-empty'), disks: z.number() }),
  z.object({ rule: z.literal('sr-indestructible') }),
  z.object({ rule: z.literal('sr-holds-no-disks') }),
  z.object({ rule: z.literal('sr-not-shared') }),
  z.object({ rule: z.literal('sr-cannot-trim') }),
]) satisfies z.ZodType<Problem>;
