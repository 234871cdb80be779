import type { ReactNode } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { clockText, timeText } from '#shared/text/format.ts';
import { agoText, poolWordText, recoveryText, sshText } from '#shared/text/recovery-text.ts';
import { probeText, sshPortText } from '#shared/text/witness-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { useSeconds } from '#renderer/ui/use-seconds.ts';
import css from './WitnessCells.module.css';

interface Saying {
  readonly tone: Tone;
  readonly say: string;
  readonly detail: string;
  readonly mark?: ReactNode;
}

export interface WitnessCellsProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly investigation: Investigation;
}

/** Who says what of the host, always in the same order. */
export function WitnessCells({ target, host, investigation }: WitnessCellsProps) {
  const witnesses = useWitnesses(target.server.id)?.get(host);
  const nowMs = useSeconds();
  return (
    <ul className={css['cells']}>
      <Cell icon="house" who={recoveryText.poolSays} saying={poolSays(witnesses, { target, investigation, nowMs })} />
      <Cell icon="probe" who={recoveryText.probeSays} saying={probeSays(witnesses, nowMs)} />
      <Cell icon="key" who={recoveryText.sshSays} saying={sshSays(investigation)} />
    </ul>
  );
}

function Cell({ icon, who, saying: { tone, say, detail, mark } }: { readonly icon: IconName; readonly who: string; readonly saying: Saying }) {
  return (
    <li>
      <Icon name={icon} tone={tone} />
      <div>
        <p className={css['who']}>{who}</p>
        <p className={css['say']}>{say}</p>
      </div>
      <span className={css['age']}>{mark}</span>
      <p className={css['detail']}>{detail}</p>
    </li>
  );
}

interface PoolFacts {
  readonly target: Target;
  readonly investigation: Investigation;
  readonly nowMs: number;
}

function poolSays(witnesses: HostWitnesses | undefined, { target, investigation, nowMs }: PoolFacts): Saying {
  if (witnesses === undefined) return { tone: 'known', say: poolWordText.unknown, detail: '' };
  const { pool } = witnesses;
  const say = poolWord(pool, investigation.diagnosis.verdict.is);
  if (target.server.state.is !== 'live') {
    return { tone: 'known', say, detail: poolWordText.stale, mark: <AgeMark truth="last-known" word={timeText(pool.asOfMs, nowMs)} /> };
  }
  return {
    tone: pool.isLive ? 'ok' : 'warn',
    say,
    detail: poolDetail(pool, nowMs),
    mark: <AgeMark truth="live" word={agoText(pool.asOfMs, nowMs)} full={clockText(pool.asOfMs)} />,
  };
}

function poolDetail({ isLive, lostMs, heardMs }: HostWitnesses['pool'], nowMs: number): string {
  if (isLive) return poolWordText.noticesLate;
  if (lostMs !== undefined) return poolWordText.lost(timeText(lostMs, nowMs));
  return heardMs === undefined ? poolWordText.neverSeen : poolWordText.heard(timeText(heardMs, nowMs));
}

/** What a pool that says live has not noticed. */
const gone: ReadonlySet<string> = new Set(['isolated', 'vms-down', 'unknown', 'off']);

/** A pool takes minutes to miss a heartbeat; until then it says of a dark host that it is live. */
function poolWord({ isLive, isEnabled }: HostWitnesses['pool'], verdict: string): string {
  if (!isLive) return poolWordText.dark;
  if (gone.has(verdict)) return poolWordText.notNoticed;
  return isEnabled ? poolWordText.live : poolWordText.disabled;
}

function probeSays(witnesses: HostWitnesses | undefined, nowMs: number): Saying {
  const probe = witnesses?.probe;
  if (probe === undefined) return { tone: 'quiet', say: poolWordText.notAsked, detail: poolWordText.probeLater };
  const answers = probe.https === 'open';
  return {
    tone: answers ? 'ok' : 'danger',
    say: probeText(probe),
    detail: `${sshPortText[probe.ssh]}.`,
    mark: <AgeMark truth="live" word={agoText(probe.atMs, nowMs)} full={clockText(probe.atMs)} />,
  };
}

function sshSays(investigation: Investigation): Saying {
  const { is, attempts, sight, identity } = investigation;
  if (is === 'looking')
    return { tone: 'quiet', say: sshText.trying(attempts.filter(({ state }) => state === 'running').length), detail: sshText.nothing };
  if (is === 'asking') return { tone: 'warn', say: sshText.asks, detail: sshText.nothing };
  if (is === 'no-way') {
    return { tone: 'danger', say: sshText.noWay, detail: sshText.tried(attempts.filter(({ state }) => state === 'failed').length) };
  }
  if (is === 'closed') return { tone: 'quiet', say: sshText.closed, detail: sshText.nothing };
  const atMs = sight.domains.is === 'seen' ? sight.domains.atMs : identity?.atMs;
  const { verdict } = investigation.diagnosis;
  return {
    tone: 'ssh',
    say: sshText.alive('vms' in verdict ? verdict.vms : undefined),
    detail: sshText.proven,
    mark: atMs === undefined ? undefined : <AgeMark truth="ssh" word={sshText.at(clockText(atMs))} full={recoveryText.verifiedAt(clockText(atMs))} />,
  };
}
