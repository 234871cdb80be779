import { z } from 'zod';
import { hostKey } from '#shared/contract/ssh-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PlaceAnswer } from '#shared/domain/storage/from-shell/answers.ts';
import type { NoWay, ShellWord } from '#shared/domain/storage/from-shell/shell-word.ts';
import type { ShellPlaces } from '#shared/domain/storage/from-shell/places.ts';
import type { Discovery, Look } from '#shared/domain/storage/look.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';

const line = z.string().max(1_000);
const optionalLine = line.optional();
// A brand exists only in types; whether the host is there is for the rules to say.
const host = z.string().min(1).max(200) as unknown as z.ZodType<HostRef>;
const port = z.int().min(1).max(65_535);
const config = z.record(z.string().max(200), line);

/** A user, and the pool's secret by its UUID: passwords are handed over once, by themselves. */
const credentials = z.strictObject({ user: line, secret: z.guid().optional() }).readonly();

const format = z.literal('gfs2').optional();
const onBlocks = { format, told: config.optional() };
const nfs = { server: line, path: line, version: optionalLine, options: optionalLine };
const portal = { target: line, port, chap: credentials.optional(), incomingChap: credentials.optional() };
const smb = { share: line, login: credentials.optional() };
const devices = z.array(line).max(64).readonly();

export const storageSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nfs'), ...nfs }),
  z.strictObject({ kind: z.literal('iscsi'), iqn: line, scsiId: line, ...portal, ...onBlocks }),
  z.strictObject({ kind: z.literal('hba'), scsiId: line, ...onBlocks }),
  z.strictObject({ kind: z.literal('fcoe'), scsiId: line, path: line }),
  z.strictObject({ kind: z.literal('smb'), ...smb }),
  z.strictObject({ kind: z.literal('nfs-iso'), ...nfs }),
  z.strictObject({ kind: z.literal('smb-iso'), version: optionalLine, ...smb }),
  z.strictObject({ kind: z.enum(['lvm', 'ext']), host, devices }),
  z.strictObject({
    kind: z.literal('other'),
    type: line,
    isShared: z.boolean(),
    host: host.optional(),
    config,
    contentType: z.enum(['user', 'iso', '']),
  }),
]) satisfies z.ZodType<StorageSource>;

export const storageLook = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('nfs'), ...nfs, path: optionalLine }),
  z.strictObject({ at: z.literal('iscsi'), iqn: optionalLine, scsiId: optionalLine, ...portal, format }),
  z.strictObject({ at: z.literal('hba'), scsiId: optionalLine, format }),
  z.strictObject({ at: z.literal('fcoe'), scsiId: optionalLine, path: optionalLine }),
  z.strictObject({ at: z.literal('smb'), ...smb }),
  z.strictObject({ at: z.enum(['lvm', 'ext']), devices }),
  z.strictObject({ at: z.literal('other'), type: line, config }),
]) satisfies z.ZodType<Look>;

const text = z.string();
const optionalText = text.optional();
const count = z.number().optional();

const device = z.object({
  scsiId: optionalText,
  lun: count,
  vendor: optionalText,
  serial: optionalText,
  sizeBytes: count,
  path: optionalText,
  paths: count,
  position: optionalText,
});

const adapter = z.object({
  host: text,
  name: text,
  maker: optionalText,
  portName: optionalText,
  nodeName: optionalText,
  state: optionalText,
  speed: optionalText,
});

const repository = z.object({
  uuid: text,
  name: optionalText,
  description: optionalText,
  sizeBytes: count,
  hasPoolMetadata: z.boolean().optional(),
  format: z.enum(['lvm', 'gfs2']).optional(),
  told: z.record(text, text).optional(),
});

export const storageDiscovery = z.discriminatedUnion('found', [
  z.object({ found: z.literal('exports'), exports: z.array(z.object({ path: text, access: text })).readonly() }),
  z.object({ found: z.literal('targets'), targets: z.array(z.object({ name: text, address: text, port: z.number() })).readonly() }),
  z.object({ found: z.literal('devices'), devices: z.array(device).readonly(), adapters: z.array(adapter).readonly() }),
  z.object({ found: z.literal('repositories'), repositories: z.array(repository).readonly(), versions: z.array(text).readonly().optional() }),
  z.object({ found: z.literal('no-list') }),
]) satisfies z.ZodType<Discovery>;

export const hostToAsk = host;

export const shellPlaces = z.strictObject({
  service: z.enum(['nfs', 'iscsi', 'smb']),
  hosts: z.array(line).min(1).max(32).readonly(),
  port,
}) satisfies z.ZodType<ShellPlaces>;

const placeAnswer = z.object({
  host: text,
  address: optionalText,
  port: z.enum(['open', 'refused', 'no-answer', 'not-asked']),
  route: z.object({ device: text, from: optionalText, mtu: count }).optional(),
  fits: z.enum(['yes', 'no', 'not-known']),
  list: z.discriminatedUnion('is', [
    z.object({ is: z.literal('exports'), exports: z.array(z.object({ path: text, access: text })).readonly() }),
    z.object({ is: z.literal('targets'), names: z.array(text).readonly() }),
    z.object({ is: z.literal('not-listed'), wantsLogin: z.boolean(), said: text }),
    z.object({ is: z.literal('not-asked') }),
  ]),
}) satisfies z.ZodType<PlaceAnswer>;

export const shellNoWay = z.object({
  is: z.literal('no-way'),
  asks: z.union([z.object({ is: z.literal('host-key'), key: hostKey }), z.object({ is: z.literal('other') })]).optional(),
}) satisfies z.ZodType<NoWay>;

export const shellWord = z.discriminatedUnion('is', [
  z.object({ is: z.literal('said'), answers: z.array(placeAnswer).readonly() }),
  shellNoWay,
]) satisfies z.ZodType<ShellWord>;
