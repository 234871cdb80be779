import { z } from 'zod';
import { catalogue } from '#shared/domain/diagnosis/catalogue.ts';
import type { FaultId } from '#shared/domain/diagnosis/finding.ts';
import type { RepairId } from '#shared/domain/diagnosis/offer.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import type { PoolChanges } from '#shared/domain/operations/pool-settings.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { snapshotKeeps } from '#shared/domain/operations/vm-request.ts';
import { serverId } from './calls/server-calls.ts';
import { bondMode, hashing, uplink } from './network-schema.ts';
import { cardChanges, cardRights, driveChanges, vmChanges } from './machine-schema.ts';
import { line, reference, referenceTo, text, word } from './request-parts.ts';
import { storageSource } from './storage-schema.ts';
import { editableClass, preconditionId } from './problem-schema.ts';

const MANY = 5_000;

const references = <C extends Parameters<typeof referenceTo>[0]>(of: C) => z.array(referenceTo(of)).max(MANY).readonly();
// Whether it is offered at all is checked when it begins.
const repairId = z.string().refine((id): id is RepairId => Object.hasOwn(repairTable, id));
const faultId = z.string().refine((id): id is FaultId => catalogue.some((fault) => fault.id === id));

const attestation = z.strictObject({ conditions: z.array(preconditionId).max(20).readonly(), reason: z.string().trim().min(1).max(1_000) });

const stopWay = z.enum(['clean', 'forced']);

function onVm<K extends string, F extends z.ZodRawShape>(kind: K, further: F) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, vm: referenceTo('vm'), ...further });
}

function edit<K extends string, V extends z.ZodType, F extends z.ZodRawShape>(kind: K, { value, ...further }: { value: V } & F) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, class: editableClass, ref: reference, value, was: value.optional(), ...further });
}

const haSettings = z
  .array(
    z.strictObject({
      vm: referenceTo('vm'),
      priority: z.enum(['restart', 'best-effort', 'none']),
      order: z.int().min(0).max(1_000_000),
      startDelaySeconds: z.int().min(0).max(86_400),
    }),
  )
  .max(MANY)
  .readonly();
const failures = z.int().min(0).max(64);

const typed = z.string().max(200);
const hostAddress = z
  .strictObject({
    host: referenceTo('host'),
    mode: z.enum(['None', 'DHCP', 'Static']),
    ip: typed,
    netmask: typed,
    gateway: typed,
    dns: typed,
    ipv6: z.strictObject({ mode: z.enum(['None', 'DHCP', 'Static', 'Autoconf']), address: typed, gateway: typed }).optional(),
  })
  .readonly();

const newSr = { server: serverId, source: storageSource, name: line, description: text, asDefault: z.boolean() };

function onSr<K extends string>(kind: K) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, sr: referenceTo('sr') });
}

const sizeBytes = z
  .int()
  .min(0)
  .max(2 ** 50);
const slot = z.strictObject({ machine: referenceTo('vm'), isReadOnly: z.boolean(), isBootable: z.boolean(), position: word.optional() }).readonly();

function onDisk<K extends string, F extends z.ZodRawShape>(kind: K, further: F) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, disk: referenceTo('vdi'), ...further });
}

function onHost<K extends string, F extends z.ZodRawShape>(kind: K, further: F) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, host: referenceTo('host'), ...further });
}

const newVm = z.strictObject({
  kind: z.literal('vm.create'),
  server: serverId,
  template: referenceTo('vm'),
  name: line,
  description: text,
  home: referenceTo('host').optional(),
  vcpus: z.int().min(0).max(1_024),
  coresPerSocket: z.int().min(0).max(1_024),
  memoryBytes: sizeBytes,
  leastMemoryBytes: sizeBytes,
  firmware: z
    .strictObject({ is: z.enum(['bios', 'uefi']), isSecureBoot: z.boolean(), hasTpm: z.boolean() })
    .readonly()
    .optional(),
  boot: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('disk') }),
    z.strictObject({ is: z.literal('disc'), disc: referenceTo('vdi').optional() }),
    z.strictObject({ is: z.literal('network') }),
  ]),
  copyTo: referenceTo('sr').optional(),
  disks: z
    .array(z.strictObject({ target: referenceTo('sr'), name: line, sizeBytes }))
    .max(250)
    .readonly(),
  cards: z
    .array(z.strictObject({ network: referenceTo('network'), mac: word.optional() }))
    .max(64)
    .readonly(),
  cloud: z
    .strictObject({ target: referenceTo('sr'), userData: text, networkConfig: text })
    .readonly()
    .optional(),
  startsAfter: z.boolean(),
});

const powerOn = z.strictObject({ mode: z.string().max(60), config: z.record(word, line).readonly() });

const repositoryOrNone = referenceTo('sr').nullable().optional();
const poolChanges = z.strictObject({
  name: line.optional(),
  description: text.optional(),
  tags: z.array(line).max(200).readonly().optional(),
  defaultSr: repositoryOrNone,
  suspendImageSr: repositoryOrNone,
  crashDumpSr: repositoryOrNone,
  migrationNetwork: z.union([z.literal(''), z.guid()]).optional(),
  compressesMigration: z.boolean().optional(),
  mayOvercommitHa: z.boolean().optional(),
  isIgmpSnooping: z.boolean().optional(),
  isLivePatchingOff: z.boolean().optional(),
}) satisfies z.ZodType<PoolChanges>;
function onDevice<K extends string, F extends z.ZodRawShape>(kind: K, fields: F) {
  return z.strictObject({ kind: z.literal(kind), server: serverId, ...fields });
}

export const operationRequest = z.discriminatedUnion('kind', [
  onVm('vm.start', { host: referenceTo('host').optional(), isPaused: z.boolean().optional() }),
  onVm('vm.shut-down', { way: stopWay }),
  onVm('vm.reboot', { way: stopWay }),
  onVm('vm.suspend', {}),
  onVm('vm.resume', { host: referenceTo('host').optional() }),
  onVm('vm.pause', {}),
  onVm('vm.unpause', {}),
  onVm('vm.migrate', { host: referenceTo('host') }),
  onVm('vm.relocate', {
    host: referenceTo('host'),
    disks: z
      .array(z.strictObject({ disk: referenceTo('vdi'), target: referenceTo('sr') }))
      .max(MANY)
      .readonly(),
    transfer: referenceTo('network').optional(),
    into: z
      .strictObject({
        server: serverId,
        cards: z
          .array(z.strictObject({ card: referenceTo('vif'), network: referenceTo('network') }))
          .max(MANY)
          .readonly(),
        isCopy: z.boolean(),
      })
      .optional(),
  }),
  onVm('vm.delete', { disks: references('vdi'), snapshots: references('vm') }),
  onVm('vm.recover', { host: referenceTo('host').optional(), attested: attestation.optional() }),
  onVm('vm.configure', { changes: vmChanges, was: vmChanges.optional() }),
  onVm('vm.copy', { name: line, to: referenceTo('sr').optional() }),
  onVm('vm.to-template', {}),
  onVm('vm.snapshot', { name: line, description: text, keeps: z.enum(snapshotKeeps) }),
  onVm('vm.revert', { snapshot: referenceTo('vm'), keepAs: line.optional() }),
  onVm('vm.delete-snapshot', {}),
  onVm('vm.from-snapshot', { name: line, as: z.enum(['vm', 'template']) }),
  newVm,
  edit('object.rename', { value: line }),
  edit('object.describe', { value: text }),
  edit('object.set-tags', { value: z.array(line).max(200).readonly() }),
  edit('object.set-folder', { value: line }),
  edit('object.set-custom-field', { value: text, field: z.string().max(200) }),
  edit('object.set-notes', { value: text }),
  z.strictObject({ kind: z.literal('ha.enable'), server: serverId, heartbeat: referenceTo('sr'), failures, settings: haSettings }),
  z.strictObject({ kind: z.literal('ha.disable'), server: serverId }),
  z.strictObject({ kind: z.literal('ha.configure'), server: serverId, failures: failures.optional(), settings: haSettings }),
  z.strictObject({ kind: z.literal('server.reconnect'), server: serverId }),
  z.strictObject({
    kind: z.literal('host.repair'),
    server: serverId,
    host: referenceTo('host'),
    fault: faultId,
    repair: repairId,
    parameters: z.record(word, line).readonly(),
    over: z.literal('https').optional(),
    restsOn: z.string().max(2_000).optional(),
    attested: attestation.optional(),
  }),
  z.strictObject({ kind: z.literal('task.cancel'), server: serverId, task: referenceTo('task') }),
  z.strictObject({ kind: z.literal('alerts.dismiss'), server: serverId, messages: z.array(referenceTo('message')).max(MANY).readonly() }),
  z.strictObject({ kind: z.literal('sr.create'), ...newSr }),
  z.strictObject({ kind: z.literal('sr.introduce'), uuid: z.guid(), ...newSr }),
  z.strictObject({ kind: z.literal('sr.repair'), server: serverId, sr: referenceTo('sr'), host: referenceTo('host').optional() }),
  onSr('sr.detach'),
  onSr('sr.forget'),
  onSr('sr.destroy'),
  onSr('sr.rescan'),
  onSr('sr.set-default'),
  onSr('sr.trim'),
  z.strictObject({
    kind: z.literal('disk.create'),
    server: serverId,
    target: referenceTo('sr'),
    name: line,
    description: text,
    sizeBytes,
    slot: slot.optional(),
  }),
  onDisk('disk.resize', { sizeBytes }),
  onDisk('disk.move', { target: referenceTo('sr') }),
  onDisk('disk.copy', { target: referenceTo('sr'), name: line }),
  onDisk('disk.attach', { slot }),
  z.strictObject({ kind: z.literal('disk.detach'), server: serverId, drive: referenceTo('vbd') }),
  onDisk('disk.delete', {}),
  onDisk('disk.track-changes', { isOn: z.boolean() }),
  onDevice('drive.change', { drive: referenceTo('vbd'), changes: driveChanges }),
  onDevice('drive.plug', { drive: referenceTo('vbd'), isOn: z.boolean() }),
  onDevice('disc.change', { machine: referenceTo('vm'), disc: referenceTo('vdi').optional() }),
  onDevice('disc.add-drive', { machine: referenceTo('vm') }),
  onDevice('card.create', {
    machine: referenceTo('vm'),
    network: referenceTo('network'),
    mac: word.optional(),
    device: word.optional(),
    ...cardRights,
  }),
  onDevice('card.change', { card: referenceTo('vif'), changes: cardChanges }),
  onDevice('card.plug', { card: referenceTo('vif'), isOn: z.boolean() }),
  onDevice('card.delete', { card: referenceTo('vif') }),
  z.strictObject({
    kind: z.literal('network.create'),
    server: serverId,
    name: line,
    description: text,
    mtu: z.number().max(1_000_000),
    isAutomatic: z.boolean(),
    uplink,
  }),
  z.strictObject({ kind: z.literal('network.destroy'), server: serverId, network: referenceTo('network') }),
  z.strictObject({
    kind: z.literal('network.configure'),
    server: serverId,
    network: referenceTo('network'),
    mtu: z.number().max(1_000_000).optional(),
    isAutomatic: z.boolean().optional(),
    purposes: z
      .array(z.enum(['storage', 'migration', 'backup']))
      .max(3)
      .readonly()
      .optional(),
  }),
  z.strictObject({
    kind: z.literal('network.set-bond'),
    server: serverId,
    network: referenceTo('network'),
    mode: bondMode,
    hashing: hashing.optional(),
  }),
  z.strictObject({
    kind: z.literal('network.address'),
    server: serverId,
    network: referenceTo('network'),
    addresses: z.array(hostAddress).max(64).readonly(),
    target: z.string().max(60).optional(),
    insists: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('network.build-storage'),
    server: serverId,
    name: line,
    devices: z.array(word).max(16).readonly(),
    mode: bondMode,
    hashing: hashing.optional(),
    tag: z.number().max(1_000_000).optional(),
    mtu: z.number().max(1_000_000),
    addresses: z.array(hostAddress).max(64).readonly(),
    target: z.string().max(60).optional(),
  }),
  z.strictObject({
    kind: z.literal('network.move-management'),
    server: serverId,
    network: referenceTo('network'),
    host: referenceTo('host').optional(),
    insists: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('network.plug'), server: serverId, network: referenceTo('network') }),
  z.strictObject({ kind: z.literal('network.rescan'), server: serverId, host: referenceTo('host') }),
  z.strictObject({ kind: z.literal('pool.join'), server: serverId, candidate: serverId, hostUuid: z.string().max(60), isForced: z.boolean() }),
  onHost('pool.eject', {}),
  onHost('pool.designate-master', {}),
  z.strictObject({ kind: z.literal('pool.recover-members'), server: serverId }),
  z.strictObject({ kind: z.literal('pool.verify-tls'), server: serverId }),
  z.strictObject({ kind: z.literal('pool.configure'), server: serverId, changes: poolChanges, was: poolChanges.optional() }),
  z.strictObject({ kind: z.literal('pool.roll'), server: serverId, hosts: z.array(referenceTo('host')).max(64).readonly(), sinceMs: z.number() }),
  z.strictObject({ kind: z.literal('host.keep-address'), server: serverId, pif: referenceTo('pif') }),
  onHost('host.set-edition', { edition: line, licenceServer: z.record(z.string().max(100), line).readonly() }),
  onHost('host.leave-directory', {}),
  onHost('host.join-directory', { directory: line, user: line, secret: z.guid() }),
  onHost('host.enter-maintenance', { vms: z.enum(['leave', 'stay']), nextMaster: referenceTo('host').optional(), failures: failures.optional() }),
  onHost('host.exit-maintenance', { bringsBack: z.boolean(), failures: failures.optional() }),
  onHost('host.reboot', {}),
  onHost('host.shut-down', {}),
  onHost('host.power-on', {}),
  onHost('host.restart-toolstack', {}),
  onHost('host.configure', {
    iqn: line.optional(),
    isMultipathing: z.boolean().optional(),
    logDestination: line.optional(),
    powerOn: powerOn.optional(),
  }),
]) satisfies z.ZodType<OperationRequest>;

export const operationRequests = z.array(operationRequest).min(1).max(MANY);
/** A request as it comes over the table. */
export type Requested = z.infer<typeof operationRequest>;
