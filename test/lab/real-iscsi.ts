import { entry, text } from '#simulator/world/fields.ts';
import { driverFailure } from '#simulator/world/storage/driver-failure.ts';
import { passwordIn } from '#simulator/world/storage/drivers/driver.ts';
import { lunNode, namesDocument, type OfferedName } from '#simulator/world/storage/drivers/iscsi.ts';
import { document } from '#simulator/world/storage/xml.ts';
import type { LabHost } from './lab-host.ts';
import type { AskFrom, RealProbe } from './real-probe.ts';

const USUAL_PORT = 3260;
const KNOCK_MS = 2_000;
/** Nobody gives a target more here. */
const LUNS = [0, 1, 2, 3];

/** What the driver of iSCSI does on a host until it knows what to say, with libiscsi in the place of the kernel's own initiator. */
export function iscsiAsked(ask: AskFrom): (at: RealProbe) => Promise<string> {
  return async ({ host, config }) => {
    const { targetIQN, SCSIid } = config;
    const port = Number(config['port'] ?? USUAL_PORT);
    const tool = toolOf(ask, { host, config, iqn: iqnOf(host) });
    const portals = await portalsOf(host, config['target'] ?? '', port);
    const offered = (await Promise.all(portals.map(async (portal) => await namesAt(tool, `${portal}:${port}`)))).flat();
    const names = targetIQN === '*' ? offered : offered.filter(({ name }) => name === targetIQN);
    if (names.length === 0) throw driverFailure('targetNameMissing', undefined, namesDocument(config, offered));
    const luns = await lunsOf(tool, names);
    if (luns.some(({ scsiId }) => scsiId === SCSIid)) return document(['SRlist', []]);
    throw driverFailure('deviceIdMissing', undefined, document(['iscsi-target', luns.map(lunNode)]));
  };
}

function iqnOf({ host }: LabHost): string {
  const row = host.pool.database.get('host', host.ref);
  const iqn = text(row, 'iscsi_iqn') || entry(row, 'other_config', 'iscsi_iqn');
  if (iqn === undefined) throw driverFailure('hostNameMissing');
  return iqn;
}

/** One that answers is enough. */
async function portalsOf({ agent }: LabHost, target: string, port: number): Promise<readonly string[]> {
  if (target === '') throw driverFailure('targetMissing');
  const knocked = await Promise.all(
    target.split(',').map(async (portal) => {
      const isOpen = await agent.dial({ host: portal, port, ms: KNOCK_MS }).then(
        (socket) => socket.destroy().destroyed,
        () => false,
      );
      return isOpen ? [portal] : [];
    }),
  );
  const open = knocked.flat();
  if (open.length === 0) throw driverFailure('noPortal');
  return open;
}

interface Answer {
  readonly said: string;
  readonly code: number;
}

type Tool = (program: string, ...words: readonly string[]) => Promise<Answer>;

function toolOf(ask: AskFrom, { host, config, iqn }: RealProbe & { readonly iqn: string }): Tool {
  const password = passwordIn({ pool: host.host.pool, config }, 'chappassword');
  const user = config['chapuser'];
  const login = user === undefined || password === undefined ? [] : [`LIBISCSI_CHAP_USERNAME=${user}`, `LIBISCSI_CHAP_PASSWORD=${password}`];
  return async (program, ...words) => {
    const { stdout, stderr, code } = await ask(host, login, program, '-i', iqn, ...words);
    return { said: `${stdout}${stderr}`, code };
  };
}

async function namesAt(tool: Tool, portal: string): Promise<readonly OfferedName[]> {
  const { said, code } = await tool('iscsi-ls', `iscsi://${portal}`);
  if (code !== 0) throw driverFailure('noPortal', said.trim());
  return [...said.matchAll(/^Target:(\S+) Portal:(\S+):(\d+),\d+$/gm)].map(([, name = '', address = '', port]) => ({
    name,
    address,
    port: Number(port),
  }));
}

type Lun = Parameters<typeof lunNode>[0];

async function lunsOf(tool: Tool, names: readonly OfferedName[]): Promise<readonly Lun[]> {
  const looked = await Promise.all(names.flatMap((name) => LUNS.map(async (number) => await lunAt(tool, name, number))));
  const refused = looked.filter((lun) => lun === 'refused');
  // A target that lets nobody in has no LUN to tell of either.
  if (refused.length === looked.length) throw driverFailure('loginFailed');
  const found = looked.filter((lun) => typeof lun === 'object');
  return [...new Map(found.map((lun) => [lun.scsiId, lun])).values()];
}

async function lunAt(tool: Tool, { name, address, port }: OfferedName, number: number): Promise<Lun | 'refused' | 'none'> {
  const url = `iscsi://${address}:${port}/${name}/${number}`;
  const { said, code } = await tool('iscsi-inq', url);
  if (/Authentication failure/.test(said)) return 'refused';
  if (code !== 0 || !said.includes('DIRECT_ACCESS')) return 'none';
  const [designators, serial, capacity] = await Promise.all([
    tool('iscsi-inq', '-e', '1', '-c', '131', url),
    tool('iscsi-inq', '-e', '1', '-c', '128', url),
    tool('iscsi-readcapacity16', url),
  ]);
  // As scsi_id writes it of an identity that its maker gave: the kind, then the words.
  const identity = wordIn(designators.said, /T10_VENDORT?_ID\s+Designator:\[(.*)\]/);
  return {
    number,
    scsiId: `1${identity.replaceAll(/\s+/g, '_')}`,
    vendor: wordIn(said, /^Vendor:(.*)$/m),
    serial: wordIn(serial.said, /\[(.*)\]/),
    sizeBytes: Number(wordIn(capacity.said, /^Total size:(\d+)$/m)),
  };
}

function wordIn(said: string, pattern: RegExp): string {
  return (pattern.exec(said)?.[1] ?? '').trim();
}
