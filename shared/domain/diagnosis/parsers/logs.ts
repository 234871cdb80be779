import type { LogFile, LogLine, SignatureId } from '../sight-machine.ts';
import { withoutSecrets } from '../redact.ts';
import { linesOf } from './lines.ts';

interface Signature {
  readonly id: SignatureId;
  readonly files: readonly LogFile[];
  readonly pattern: RegExp;
}

const system: readonly LogFile[] = ['kernel', 'messages'];

/** Loosely, for releases word it differently; the first that fits counts. */
const signatures: readonly Signature[] = [
  { id: 'another-master', files: ['xensource'], pattern: /Detected another master/i },
  { id: 'secret-refused', files: ['xensource'], pattern: /did not recogni[sz]e our pool secret|no record of us being a slave/i },
  { id: 'cannot-talk-back', files: ['xensource'], pattern: /cannot talk back to us/i },
  { id: 'master-lost', files: ['xensource'], pattern: /Connection to master died|Cannot_connect_to_master/i },
  { id: 'waits-for-address', files: ['xensource'], pattern: /wait_for_ip \(IP=.*connected:/i },
  { id: 'emergency-loop', files: ['xensource'], pattern: /running in slave emergency mode|Will restart management software in/i },
  { id: 'no-space', files: ['xensource', 'daemon', 'messages', 'storage'], pattern: /NO_SPACE|No space left on device/i },
  { id: 'certificate-refused', files: ['xensource'], pattern: /certificate verify failed|stunnel .*(?:verif|mismatch|error)/i },
  { id: 'start-failed', files: ['xensource'], pattern: /server_init .*failed with exception|DBCache_NotFound/i },
  { id: 'live-set-false', files: ['xensource'], pattern: /setting live to false/i },
  { id: 'storage-error', files: ['storage'], pattern: /opterr=|SR_BACKEND_FAILURE_\d+|Failed to acquire lock|MPATH: .*gone/i },
  { id: 'link-changed', files: system, pattern: /NIC Link is (?:Down|Up)|Link is (?:Down|Up)/i },
  { id: 'nfs-silent', files: system, pattern: /nfs: server .* not responding/i },
  { id: 'task-blocked', files: system, pattern: /blocked for more than/i },
  { id: 'out-of-memory', files: system, pattern: /Out of memory|oom-killer/i },
  { id: 'root-read-only', files: system, pattern: /remounting filesystem read-only/i },
  { id: 'iscsi-timed-out', files: system, pattern: /session\d+: .*recovery timed out/i },
  { id: 'card-reset', files: system, pattern: /tx hang|reset adapter/i },
  { id: 'machine-check', files: system, pattern: /machine check|\[Hardware Error\]|EDAC .*\b[CU]E\b/i },
  { id: 'disk-error', files: system, pattern: /I\/O error/i },
  { id: 'fenced', files: ['ha'], pattern: /fence|watchdog|reboot/i },
  { id: 'statefile', files: ['ha'], pattern: /statefile/i },
  { id: 'heartbeat', files: ['ha'], pattern: /heartbeat/i },
  { id: 'ssh-opened', files: ['daemon'], pattern: /XAPI unhealthy: Starting SSH service/i },
];

export function parseLog(file: LogFile): (raw: string) => readonly LogLine[] | undefined {
  return (raw) => {
    const lines = linesOf(withoutSecrets(raw)).filter((line) => !/^(?:tail|==)[: ]/.test(line));
    return lines.length === 0 && raw.trim() !== '' ? undefined : lines.map((line) => logLine(file, line));
  };
}

/** One line without its secrets, as far as it is known to mean something. */
export function logLine(file: LogFile, line: string): LogLine {
  const [, at, text] = /^(\w{3}\s+\d+ \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*)\s+(.*)$/.exec(line) ?? [];
  const signature = signatures.find(({ files, pattern }) => files.includes(file) && pattern.test(line))?.id;
  return { file, text: text ?? line, ...(at !== undefined && { at }), ...(signature !== undefined && { signature }) };
}
