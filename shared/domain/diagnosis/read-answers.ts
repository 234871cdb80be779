import type { ProbeAnswer, ProbeId } from './probe.ts';
import { parseBmcAddress, parseBoard, parseRequested, parseVmRecords } from './parsers/board.ts';
import { parseCertificates } from './parsers/certificates.ts';
import { joinDomains, parseDomainNames, parseDomains } from './parsers/domains.ts';
import { parseEmergency } from './parsers/emergency.ts';
import { parseHa, parseLiveset } from './parsers/ha.ts';
import { parseIdentity } from './parsers/identity.ts';
import { parseLog } from './parsers/logs.ts';
import { parseCrashes, parseDisks, parseHardware, parseHypervisor, parseMemory, parseStuck } from './parsers/machine.ts';
import { parseNames, parseNetwork, parseResolver } from './parsers/network.ts';
import { parseEthtool, parseNics } from './parsers/nics.ts';
import { parseIntent, parseManagement, parseMasterPath, parseMtu, parseSshd } from './parsers/paths.ts';
import {
  parseIscsi,
  parseIscsiDetail,
  parseIscsiPortals,
  parseLvm,
  parseMounts,
  parseMultipath,
  parseNfsHealth,
  parseNfsPorts,
  parsePathCounts,
  parsePbds,
} from './parsers/storage.ts';
import { parseBonds, parseSwitch } from './parsers/switch.ts';
import { parseNtp } from './parsers/time.ts';
import { parseDatabase, parseHostRecord, parseMarks, parseProcesses, parseRole, parseServices, parseTasks } from './parsers/toolstack.ts';
import { withoutSecrets } from './redact.ts';
import { valueOf } from './seen.ts';
import type { HostSight, Section, Seen, SightValues } from './sight.ts';
import type { LogFile } from './sight-machine.ts';

type Reader = (sight: HostSight, answer: ProbeAnswer) => HostSight;

/** What a host has said so far, with these answers added. An answer that failed takes the place of an older one: what was true may not be any more. */
export function readAnswers(sight: HostSight, answers: readonly ProbeAnswer[]): HostSight {
  return answers.reduce((seen, answer) => readers[answer.id](seen, { ...answer, raw: withoutSecrets(answer.raw) }), sight);
}

const readers: Readonly<Record<ProbeId, Reader>> = {
  identity: section('identity', parseIdentity),
  role: section('role', parseRole),
  marks: section('marks', parseMarks),
  processes: section('processes', parseProcesses),
  services: section('services', parseServices),
  emergency: section('emergency', parseEmergency),
  network: readNetwork,
  nics: section('nics', parseNics),
  ethtool: section('nicDetails', parseEthtool),
  switch: section('ovs', parseSwitch),
  bonds: section('bonds', parseBonds),
  'master-path': section('masterPath', parseMasterPath),
  management: section('management', parseManagement),
  intent: section('intent', parseIntent),
  mtu: section('mtu', parseMtu),
  resolver: section('dns', parseResolver),
  names: section('names', parseNames),
  ntp: section('ntp', parseNtp),
  // The frames around it tell the time better than it could.
  clock: (sight) => sight,
  domains: readDomains,
  'domain-names': readDomainNames,
  'vm-records': section('vmRecords', parseVmRecords),
  memory: section('memory', parseMemory),
  hypervisor: section('hypervisor', parseHypervisor),
  disks: section('disks', parseDisks),
  stuck: section('stuck', parseStuck),
  'log-xensource': log('xensource'),
  'log-storage': log('storage'),
  'log-messages': log('messages'),
  'log-kernel': log('kernel'),
  'log-daemon': log('daemon'),
  'log-ha': log('ha'),
  'log-audit': log('audit'),
  'log-boot': log('boot'),
  pbds: section('pbds', parsePbds),
  mounts: section('nfs', parseMounts),
  'nfs-ports': section('nfsServers', parseNfsPorts),
  'nfs-health': section('nfsHealth', parseNfsHealth),
  iscsi: section('iscsi', parseIscsi),
  'iscsi-detail': section('iscsiDetails', parseIscsiDetail),
  'iscsi-portals': section('iscsiPortals', parseIscsiPortals),
  'multipath-counts': section('pathCounts', parsePathCounts),
  multipath: section('multipath', parseMultipath),
  lvm: section('lvm', parseLvm),
  ha: section('ha', parseHa),
  liveset: section('liveset', parseLiveset),
  certificates: section('certificates', parseCertificates),
  hardware: section('hardware', parseHardware),
  crashes: section('crashes', parseCrashes),
  tasks: section('tasks', parseTasks),
  'host-record': section('hostRecord', parseHostRecord),
  sshd: section('sshd', parseSshd),
  database: section('dbGeneration', parseDatabase),
  board: section('board', parseBoard),
  'bmc-address': section('bmcAddress', parseBmcAddress),
  'bmc-events': requested,
  'bmc-sensors': requested,
  'disk-health': requested,
  'large-files': requested,
  'deleted-files': requested,
  'switch-port': requested,
  'vlan-traffic': requested,
  optics: requested,
};

/** What can be read of an answer counts, even if it was cut off or ended badly; each parser knows when that would mislead. */
function seenOf<T>({ atMs, state, raw }: ProbeAnswer, parse: (raw: string) => T | undefined): Seen<T> {
  const value = state === 'ok' || raw.trim() !== '' ? parse(raw) : undefined;
  if (value !== undefined) return { is: 'seen', atMs, value };
  return { is: 'failed', atMs, why: state === 'ok' ? 'unreadable' : state };
}

function section<S extends Section>(name: S, parse: (raw: string) => SightValues[S] | undefined): Reader {
  return (sight, answer) => ({ ...sight, [name]: seenOf(answer, parse) });
}

function readNetwork(sight: HostSight, answer: ProbeAnswer): HostSight {
  const network = seenOf(answer, parseNetwork);
  if (network.is !== 'seen') return { ...sight, links: network, addresses: network, routes: network, neighbours: network };
  const { atMs, value } = network;
  const seen = <T>(part: T): Seen<T> => ({ is: 'seen', atMs, value: part });
  return { ...sight, links: seen(value.links), addresses: seen(value.addresses), routes: seen(value.routes), neighbours: seen(value.neighbours) };
}

function readDomains(sight: HostSight, answer: ProbeAnswer): HostSight {
  const seen = seenOf(answer, parseDomains);
  if (seen.is !== 'seen') return { ...sight, domains: seen };
  return { ...sight, domains: { ...seen, value: joinDomains(seen.value, valueOf(sight, 'domains')) } };
}

/** The second list takes the place of the first only where the hypervisor itself could not be asked. */
function readDomainNames(sight: HostSight, answer: ProbeAnswer): HostSight {
  const named = seenOf(answer, parseDomainNames);
  if (sight.domains.is === 'seen' && sight.domains.value.by === 'list_domains')
    return named.is === 'seen' ? { ...sight, domains: { ...sight.domains, value: joinDomains(sight.domains.value, named.value) } } : sight;
  return { ...sight, domains: named };
}

function log(file: LogFile): Reader {
  return (sight, answer) => {
    const seen = seenOf(answer, parseLog(file));
    const others = (valueOf(sight, 'logs') ?? []).filter((line) => line.file !== file);
    // One file that is missing leaves the others as they are.
    if (seen.is !== 'seen') return { ...sight, logs: sight.logs.is === 'seen' ? withLines(others, answer) : seen };
    return { ...sight, logs: withLines([...others, ...seen.value], answer) };
  };
}

function withLines(value: SightValues['logs'], { atMs }: ProbeAnswer): Seen<SightValues['logs']> {
  return { is: 'seen', atMs, value };
}

function requested(sight: HostSight, answer: ProbeAnswer): HostSight {
  const seen = seenOf(answer, parseRequested);
  const value = { ...valueOf(sight, 'requested'), [answer.id]: seen.is === 'seen' ? seen.value : [] };
  return { ...sight, requested: { is: 'seen', atMs: answer.atMs, value } };
}
