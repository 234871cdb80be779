import { z } from 'zod';
import type { Call } from '#shared/contract/call.ts';
import { failureSchema, instant } from '#shared/contract/failure.ts';
import { editableClass, problemSchema } from '#shared/contract/problem-schema.ts';
import { operationRequest, operationRequests } from '#shared/contract/request-schema.ts';
import type { Branded } from '#shared/kernel/branded.ts';
import { serverId } from './server-calls.ts';

export type OperationId = Branded<'operation'>;
// A brand exists only in types, so the schema of the plain string is the schema of the branded one.
export const operationId = z.string().min(1).max(64) as unknown as z.ZodType<OperationId>;
/** Made by the window, so that asking twice does things once. */
const batchId = z.string().min(1).max(64);

const stepName = z.enum([
  /** The rules, once more, with what the engine knows. */
  'check',
  /** Has somebody else changed it meanwhile? */
  'compare',
  /** The pool's own list of custom fields, which other clients go by. */
  'list-field',
  'take-away-old-value',
  'write-new-value',
  /** Is it the right machine, and does what is needed still hold? */
  'prove-identity',
  /** Its toolstack, asked over HTTPS, is the one the pool knows. */
  'prove-certificate',
  'call-toolstack',
  /** Once it is master, by a session of the pool. */
  'call-master',
  'await-toolstack',
  /** What it takes away is written down first. */
  'keep-plan',
  /** What takes the change back by itself unless it is called off. */
  'arm-undo',
  /** The lines are run. */
  'run-lines',
  /** Everything is asked of the host again. */
  'look-again',
  /** The new way is proven, so the change stays. */
  'call-off-undo',
  /** The server does it, as a task of its own. */
  'act',
  /** The object itself says that it is so. */
  'confirm',
  /** Each host is connected to the storage, or cut from it. */
  'connect-hosts',
  'disconnect-hosts',
  /** Each host gets its way into the network, or loses it. */
  'lay-ways',
  'cut-ways',
  'bond-cards',
  'tag-network',
  'give-addresses',
  'mark-storage',
  /** Does anybody answer for an address that is to be given? */
  'look-around',
  /** From the new address, with packets as large as they may be. */
  'prove-reach',
  /** Interfaces go down and up again, to take what is new. */
  'replug',
  /** What the pool is to do with it from now on. */
  'set-up',
  /** It runs nowhere any more, by the host's own word or its power. */
  'prove-off',
  /** The pool takes it for shut down. */
  'reset-power',
  /** What the machine leaves behind. */
  'delete-disks',
  /** A new machine like its template. */
  'copy-template',
  /** A machine of its own, no template any more. */
  'make-machine',
  /** What it is to have beside what its template has. */
  'make-disks',
  'add-cards',
  /** What its guest reads at its first start. */
  'write-config',
  'start-it',
  'attach-disk',
  /** The running machine sees it at once. */
  'plug-disk',
  'detach-disk',
  /** The running guest gets a device, or loses it. */
  'plug',
  'unplug',
  /** What was copied is deleted where it was. */
  'delete-old-disk',
  'keep',
  'describe',
  /** The hosts and pools on both ends say whether the machine may go. */
  'ask-both-sides',
  /** Both sides of a join are asked for all it depends on. */
  'compare-hosts',
  /** The host copies itself into the pool. */
  'join',
  /** The pool lists the host. */
  'appear',
  /** Its toolstack is back, as a member. */
  'restart',
  /** It takes VMs. */
  'enable',
  /** Another host becomes the master. */
  'hand-over',
  /** The host takes no more VMs. */
  'set-aside',
  'move-vms',
  'stop-vms',
  /** The host takes VMs again. */
  'set-back',
  'bring-back',
  /** One host after the other. */
  'roll',
]);
export type StepName = z.infer<typeof stepName>;

const stepSchema = z.object({
  name: stepName,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'undone']),
  /** When it came into this state. */
  atMs: instant.optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** What an operation that did not end well has left as it is, or has put back. */
const traceSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('power'), power: z.string() }),
  z.object({ is: z.literal('value-restored') }),
  /** The former value is gone and could not be written again. */
  z.object({ is: z.literal('value-lost'), value: z.string() }),
  z.object({ is: z.literal('value'), value: z.string() }),
  z.object({ is: z.literal('field-listed'), field: z.string() }),
  z.object({ is: z.literal('field-not-listed'), field: z.string() }),
  /** The server was not reached or did not listen: it may still go on with it. */
  z.object({ is: z.literal('may-go-on') }),
  z.object({ is: z.literal('partly-done'), done: z.number(), of: z.number() }),
  z.object({ is: z.literal('ha'), isOn: z.boolean() }),
  z.object({ is: z.literal('object-gone') }),
  /** A repository and the hosts that are connected to it. */
  z.object({ is: z.literal('storage'), hosts: z.array(z.string()) }),
  /** What another pool has of a machine that was on its way there. */
  z.object({ is: z.literal('vm-in'), pool: z.string(), isThere: z.boolean() }),
  /** Where a machine and its disks are; no host where it does not run. */
  z.object({ is: z.literal('vm-at'), host: z.string(), storage: z.array(z.string()) }),
  z.object({ is: z.literal('disks-left'), disks: z.array(z.string()) }),
  z.object({ is: z.literal('storage-forgotten') }),
  z.object({ is: z.literal('password-left') }),
  z.object({ is: z.literal('password-gone') }),
  z.object({ is: z.literal('storage-removed') }),
  /** A network and the hosts that have a way into it; named where there may be several. */
  z.object({ is: z.literal('network'), hosts: z.array(z.string()), name: z.string().optional() }),
  z.object({ is: z.literal('network-removed') }),
  z.object({ is: z.literal('ways-plugged-again') }),
  /** Interfaces that may be unplugged, or have another size of packets than their network. */
  z.object({ is: z.literal('ways-unsure'), hosts: z.array(z.string()) }),
  z.object({ is: z.literal('address-restored'), host: z.string(), address: z.string() }),
  /** It could not be written back. */
  z.object({ is: z.literal('address-left'), host: z.string(), was: z.string() }),
  z.object({ is: z.literal('addresses'), hosts: z.array(z.string()) }),
  z.object({ is: z.literal('cards-as-before') }),
  /** Cards of machines may be in another network than before. */
  z.object({ is: z.literal('cards-moved') }),
  z.object({ is: z.literal('hosts-disconnected') }),
  z.object({ is: z.literal('hosts-connected-again') }),
  /** A disk that was being moved lies in both places; one of the two is to go. */
  z.object({ is: z.literal('copied-whole'), to: z.string(), from: z.string(), surplus: z.enum(['old', 'copy']) }),
  /** Where a disk lies, how large it is, and who has it. */
  z.object({ is: z.literal('disk'), sr: z.string(), sizeBytes: z.number(), vms: z.array(z.string()) }),
  z.object({ is: z.literal('disk-removed') }),
  z.object({ is: z.literal('vm-removed') }),
  z.object({ is: z.literal('template') }),
  /** Something that was made on the way, and stays. */
  z.object({ is: z.literal('vm-made'), name: z.string(), as: z.enum(['vm', 'template', 'snapshot']) }),
  /** A machine comes from this snapshot now. */
  z.object({ is: z.literal('goes-on-from'), snapshot: z.string() }),
  /** A machine that is there, and not all it was to be. */
  z.object({ is: z.literal('vm-unfinished') }),
  z.object({ is: z.literal('disk-attached-again'), vm: z.string() }),
  z.object({ is: z.literal('disk-detached-again'), vm: z.string() }),
  z.object({ is: z.literal('drive'), position: z.string(), isReadOnly: z.boolean(), isActive: z.boolean() }),
  /** What lies in the drive; empty where nothing does. */
  z.object({ is: z.literal('disc'), name: z.string() }),
  z.object({ is: z.literal('card'), mac: z.string(), network: z.string(), isActive: z.boolean() }),
  z.object({ is: z.literal('card-removed') }),
  /** The host takes the change back by itself after so long. */
  z.object({ is: z.literal('takes-itself-back'), afterS: z.number() }),
  z.object({ is: z.literal('taken-back') }),
  /** One host of several does, or has done so, or may still do so because the app ended in the middle. */
  z.object({ is: z.literal('host-takes-back'), host: z.string(), withinS: z.number() }),
  z.object({ is: z.literal('host-took-back'), host: z.string() }),
  z.object({ is: z.literal('hosts-may-take-back'), hosts: z.array(z.string()), withinS: z.number() }),
  /** Some lines were run, and the last of them may have been. */
  z.object({ is: z.literal('lines-run'), lines: z.array(z.string()) }),
  /** How far a host has come into a pool. */
  z.object({ is: z.literal('membership'), isMember: z.boolean(), isLive: z.boolean() }),
  z.object({ is: z.literal('host'), isEnabled: z.boolean(), isLive: z.boolean(), vms: z.number() }),
  z.object({ is: z.literal('host-set-back') }),
  z.object({ is: z.literal('vms-brought-back'), vms: z.number() }),
  z.object({ is: z.literal('master'), host: z.string() }),
  /** One that was emptied for something that was not done to its end; and which of its machines are elsewhere. */
  z.object({ is: z.literal('host-aside'), host: z.string(), isEnabled: z.boolean(), vms: z.array(z.string()) }),
  z.object({ is: z.literal('rolled'), done: z.array(z.string()), ahead: z.array(z.string()) }),
  /** Nothing was sent to the server. */
  z.object({ is: z.literal('nothing-changed') }),
]);
export type Trace = z.infer<typeof traceSchema>;

/** What somebody has to know of an operation that did what it should. */
const remarkSchema = z.discriminatedUnion('is', [
  /** It does not answer now; the pool connects it by itself when it starts again. */
  z.object({ is: z.literal('host-later'), host: z.string() }),
  z.object({ is: z.literal('host-not-connected'), host: z.string(), why: failureSchema }),
  z.object({ is: z.literal('not-set-up'), why: failureSchema }),
  z.object({ is: z.literal('password-left'), why: failureSchema }),
  /** No way to its shell works now. */
  z.object({ is: z.literal('reach-not-proven'), host: z.string() }),
  z.object({ is: z.literal('neighbours-not-asked') }),
  /** Its interface is in use, and takes the new size of packets when it is plugged in anew. */
  z.object({ is: z.literal('mtu-later'), host: z.string() }),
  /** The driver of its card splits it only as the host starts. */
  z.object({ is: z.literal('shared-after-restart'), host: z.string() }),
  /** The machine is made, and can be started when what stands against it is mended. */
  z.object({ is: z.literal('not-started'), why: failureSchema }),
  z.object({ is: z.literal('not-deleted'), name: z.string(), why: failureSchema }),
  /** The machine has the disk, but sees it only when it starts again. */
  z.object({ is: z.literal('not-plugged'), why: failureSchema }),
  /** A running guest sees it only when it starts again. */
  z.object({ is: z.literal('at-next-start') }),
  /** The disk is where it should be, and still where it was. */
  z.object({ is: z.literal('old-disk-left'), why: failureSchema }),
  /** It belongs to the pool, and has not come back yet. */
  z.object({ is: z.literal('host-not-back'), host: z.string() }),
  z.object({ is: z.literal('vm-not-brought-back'), vm: z.string(), why: failureSchema }),
]);
export type Remark = z.infer<typeof remarkSchema>;

const traces = z.array(traceSchema);
/** What can sensibly be done about it, to be offered as it is. */
const nextRequests = z.array(operationRequest);

const operationState = z.discriminatedUnion('is', [
  /** For its turn: only so many run at a time in a pool, and one on an object. */
  z.object({ is: z.literal('waiting') }),
  z.object({
    is: z.literal('running'),
    /** 0 to 1; absent where the server does not say. */
    progress: z.number().optional(),
    canCancel: z.boolean(),
    /** Which of many it is at. */
    at: z.object({ name: z.string(), position: z.number(), of: z.number() }).optional(),
    note: z.enum(['server-unreachable', 'checking-result', 'cancelling', 'found-again', 'others-move']).optional(),
  }),
  /** With remarks: done, but not everywhere or not wholly. */
  z.object({ is: z.literal('done'), remarks: z.array(remarkSchema).optional(), next: nextRequests.optional() }),
  z.object({ is: z.literal('failed'), failure: failureSchema, undone: traces, left: traces, next: nextRequests }),
  z.object({ is: z.literal('cancelled'), undone: traces, left: traces }),
  /** The app ended in the middle; `left` is what the object says now, empty until its server can be asked. */
  z.object({ is: z.literal('interrupted'), left: traces, next: nextRequests }),
]);
export type OperationState = z.infer<typeof operationState>;

export const operationSchema = z.object({
  id: operationId,
  batch: batchId,
  request: operationRequest,
  server: serverId,
  /** What it was about, as it was called when it began. */
  subject: z.object({
    class: z.union([editableClass, z.enum(['server', 'task', 'message'])]),
    name: z.string(),
    uuid: z.string().optional(),
    /** The server by the name of its pool, or its address. */
    serverName: z.string(),
    /** Where it goes to, for what goes somewhere. */
    targetName: z.string().optional(),
  }),
  startedAtMs: instant,
  endedAtMs: instant.optional(),
  steps: z.array(stepSchema),
  state: operationState,
  canUndo: z.boolean(),
  /** The same by hand. */
  xe: z.array(z.string()),
  /** The server's task for it, so that a list of tasks shows it once. */
  task: z.string().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

export const operationCalls = {
  /** Each request becomes an operation, also one that the rules refuse: that one has failed already. */
  'operation.start': {
    effect: 'change',
    input: z.strictObject({ id: batchId, requests: operationRequests }),
    output: z.object({ operations: z.array(operationId) }),
  },
  'operation.cancel': { effect: 'change', input: z.strictObject({ operation: operationId }), output: z.object({}) },
  /** Writes the former value again, as an operation of its own. */
  'operation.undo': {
    effect: 'change',
    input: z.strictObject({ operation: operationId }),
    output: z.object({ operations: z.array(operationId) }),
  },
  /** Clears what has ended from the list. */
  'operation.forget': { effect: 'change', input: z.strictObject({ operations: z.array(operationId).max(5_000) }), output: z.object({}) },
  'operation.list': {
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({ sequence: z.number(), operations: z.array(operationSchema) }),
  },
  /** What stands against each request now, and the same by hand. */
  'operation.preview': {
    effect: 'read',
    input: z.strictObject({ requests: operationRequests }),
    output: z.object({ previews: z.array(z.object({ problems: z.array(problemSchema), xe: z.array(z.string()) })) }),
  },
} as const satisfies Record<string, Call>;
