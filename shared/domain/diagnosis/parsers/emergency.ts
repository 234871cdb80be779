import type { Emergency, EmergencyReason } from '../sight-toolstack.ts';
import { codeIn, linesOf, partsOf } from './lines.ts';

/** One word out of three questions: is it in emergency mode, does it answer as usual, does it answer at all. */
export function parseEmergency(raw: string): Emergency | undefined {
  const parts = partsOf(raw);
  const first = parts.get('') ?? '';
  const pool = parts.get('pool') ?? '';
  if (first.trim() === '') return undefined;
  const lines = linesOf(`${first}${pool}`);
  return { is: stateOf(first, pool), reason: reasonIn(raw), lines };
}

function stateOf(first: string, pool: string): Emergency['is'] {
  if (/Connection refused/.test(first)) return 'not-listening';
  if (/Lost connection to the server/.test(first)) return 'restarting';
  if (/^true$/m.test(first)) return 'emergency';
  if (!/^false$/m.test(first)) return isTimedOut(first) ? 'hung' : 'unclear';
  if (isTimedOut(pool)) return 'lost-master';
  return codeIn(pool) === 0 ? 'normal' : reasonIn(pool) === undefined ? 'unclear' : 'emergency';
}

function isTimedOut(part: string): boolean {
  const rc = codeIn(part);
  return rc === 124 || rc === 137;
}

/** Codes of the toolstack, and the sentences its command prints for them. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/still booting|is booting/i, 'HOST_STILL_BOOTING'],
  [
    /(?:no|lost its|has not got a?) ?(?:configured )?IP address on its management|management interface .*(?:no|not).* IP/i,
    'HOST_HAS_NO_MANAGEMENT_IP',
  ],
  [/master (?:says it )?cannot (?:talk|communicate|contact)/i, 'HOST_MASTER_CANNOT_TALK_BACK'],
  [
    /master says the host is not known|not known to (?:it|the master)|did not recognise our pool secret|no record of us being a slave/i,
    'HOST_UNKNOWN_TO_MASTER',
  ],
  [/its own slave/i, 'HOST_ITS_OWN_SLAVE'],
  [/this host is broken|failed in the middle of an automatic failover/i, 'HOST_BROKEN'],
  [/version .*higher than .*(?:master|coordinator)/i, 'HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR'],
  [/cannot access (?:the )?(?:HA )?statefile/i, 'HA_HOST_CANNOT_ACCESS_STATEFILE'],
  [/HA (?:heartbeat )?daemon (?:failed to start|startup failed)/i, 'HA_HEARTBEAT_DAEMON_STARTUP_FAILED'],
  [/HA .*enabled .*(?:host|but).*disabled/i, 'HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED'],
];

const CODES =
  /\b(HOST_STILL_BOOTING|HOST_HAS_NO_MANAGEMENT_IP|HOST_MASTER_CANNOT_TALK_BACK|HOST_UNKNOWN_TO_MASTER|HOST_ITS_OWN_SLAVE|HOST_BROKEN|HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR|HA_HOST_CANNOT_ACCESS_STATEFILE|HA_HEARTBEAT_DAEMON_STARTUP_FAILED|HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED|INTERNAL_ERROR)\b(?:[^A-Za-z\d]+(.*))?/;

/** The last line that names a reason: the state changes, and the end of a log is the latest word. */
export function reasonIn(text: string): EmergencyReason | undefined {
  for (const line of linesOf(text).toReversed()) {
    const [, code, rest] = CODES.exec(line) ?? [];
    if (code !== undefined) return { code, parameters: parametersIn(rest), line };
    const sentence = sentences.find(([pattern]) => pattern.test(line));
    if (sentence !== undefined) return { code: sentence[1], parameters: [], line };
  }
  return undefined;
}

function parametersIn(rest: string | undefined): readonly string[] {
  return (rest ?? '')
    .split(/[;,]/)
    .map((part) => part.trim().replace(/^[("[\s]+|[)"\]\s]+$/g, ''))
    .filter((part) => part !== '');
}
