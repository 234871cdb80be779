import type { Believed, PoolHost } from './believed.ts';
import type { DiagnosisInput, Lock, Verdict } from './diagnosis.ts';
import type { Evidence, EvidenceSource } from './finding.ts';
import { type ManagementView, managementView } from './management-view.ts';
import type { ProbeId } from './probe.ts';
import { valueOf } from './seen.ts';
import type { HostSight, Section, SightValues } from './sight.ts';
import type { SignatureId } from './sight-machine.ts';
import type { EmergencyReason, Role } from './sight-toolstack.ts';
import { wordLine } from './power-proof.ts';
import { lockOf, verdictOf } from './verdict.ts';
import type { Draft } from './offer.ts';

/** Everything the catalogue looks at, with what it asks again and again worked out once. */
export interface View extends DiagnosisInput {
  readonly verdict: Verdict;
  readonly lock: Lock;
  readonly management: ManagementView;
  readonly isReached: boolean;
  readonly isDark: boolean;
  readonly isHaArmed: boolean | undefined;
  /** Why the toolstack says it is in emergency mode. */
  readonly reason?: string | undefined;
  readonly otherHosts: readonly PoolHost[];
  /** As the pool has it; empty where it has none. */
  readonly master: { readonly name: string; readonly address: string; readonly isLive?: boolean | undefined };
  /** The master a member's own file names; empty on every other host. */
  readonly roleMaster: string;
  readonly isRole: Role['is'] | undefined;
  readonly uptimeS: number;
  /** What the host's clock says now. */
  readonly hostNowMs: number;
  seen<S extends Section>(section: S): SightValues[S] | undefined;
  /** The same of a section that is a list; empty where nothing was seen. */
  list<S extends ListSection>(section: S): SightValues[S] | readonly [];
  /** What a probe brought that a person asked for. */
  asked(probe: ProbeId): readonly string[];
  /** The line that names this reason, if it is the one. */
  reasonLine(...codes: readonly string[]): readonly string[];
  /** Lines of the logs with such a mark, as they stand there. */
  marked(...signatures: readonly SignatureId[]): readonly string[];
}

export function viewOf(input: DiagnosisInput): View {
  const { sight, believed } = input;
  const seen = <S extends Section>(section: S): SightValues[S] | undefined => valueOf(sight, section);
  return {
    ...input,
    verdict: verdictOf(input),
    lock: lockOf(input),
    management: managementView(sight, believed),
    isReached: sight.identity.is === 'seen',
    isDark: believed.host.isLive !== true,
    isHaArmed: seen('ha')?.isArmed,
    reason: reasonOf(sight)?.code,
    otherHosts: othersThan(believed),
    master: believed.master ?? { name: '', address: '' },
    ...rolesOf(seen('role')),
    uptimeS: seen('identity')?.uptimeS ?? Number.POSITIVE_INFINITY,
    hostNowMs: input.nowMs + (seen('clock')?.skewMs ?? 0),
    seen,
    list: (section) => seen(section) ?? [],
    asked: (probe) => seen('requested')?.[probe] ?? [],
    reasonLine: (...codes) => {
      const reason = reasonOf(sight);
      return reason === undefined || !codes.includes(reason.code) ? [] : [reason.line ?? reason.code];
    },
    marked: (...signatures) =>
      (seen('logs') ?? [])
        .filter(({ signature }) => signature !== undefined && signatures.includes(signature))
        .slice(-SHOWN_LINES)
        .map(({ at, text }) => (at === undefined ? text : `${at} ${text}`)),
  };
}

type ListSection = { [S in Section]: SightValues[S] extends readonly unknown[] ? S : never }[Section];

function rolesOf(role: Role | undefined): Pick<View, 'roleMaster' | 'isRole'> {
  return { roleMaster: role?.is === 'member' ? role.master : '', isRole: role?.is };
}

function reasonOf(sight: HostSight): EmergencyReason | undefined {
  return valueOf(sight, 'emergency')?.reason;
}

/** Evidence is there to be read. */
const SHOWN_LINES = 6;

function othersThan({ host, hosts }: Believed): readonly PoolHost[] {
  return hosts.filter(({ uuid }) => uuid !== host.uuid);
}

/** Without lines there is no evidence. */
export function evidence(source: EvidenceSource, ...lines: readonly (string | undefined)[]): readonly Evidence[] {
  const said = lines.filter((line) => line !== undefined).filter((line) => line !== '');
  return said.length === 0 ? [] : [{ source, lines: said.slice(0, SHOWN_LINES) }];
}

/** Who says that it is off. */
export function offEvidence({ verdict, word }: View): readonly Evidence[] {
  if (verdict.is !== 'off') return [];
  return verdict.by === 'person' && word !== undefined ? evidence('person', wordLine(word)) : evidence('bmc', 'power off');
}

/** Lines that are evidence only if this is so. */
export function when(is: boolean, ...lines: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return is ? lines : [];
}

/** The first claim that holds names it. */
export function firstOf<K extends string, O extends string>(claims: Readonly<Record<K, boolean>>, otherwise: O): K | O {
  for (const key in claims) if (claims[key]) return key;
  return otherwise;
}

export function draftsIf(is: boolean, ...drafts: readonly Draft[]): readonly Draft[] {
  return is ? drafts : [];
}

/** How far each way got. */
export function failedLines({ attempts }: DiagnosisInput): readonly string[] {
  return attempts
    .filter(({ state }) => state === 'failed')
    .map(({ route, stage, failure }) => [route.address, stage, failure].filter((word) => word !== undefined).join(' '));
}
