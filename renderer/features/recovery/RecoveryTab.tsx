import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { recoveryText, verdictLook } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { ChangedKeys } from './ChangedKeys.tsx';
import { ConsoleSteps } from './ConsoleSteps.tsx';
import { FindingsCard } from './FindingsCard.tsx';
import { KeptPlans } from './KeptPlans.tsx';
import { LiveSection } from './LiveSection.tsx';
import { NeighboursCard } from './NeighboursCard.tsx';
import { PowerProof } from './PowerProof.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { RoutesCard } from './RoutesCard.tsx';
import { doorIsShut, SshOff } from './SshOff.tsx';
import { newestOf } from './panels/panel-model.ts';
import css from './RecoveryTab.module.css';
import { useRecovery } from './use-recovery.ts';
import { VerdictCard } from './VerdictCard.tsx';

/** From "it is gone" to the right repair: is it alive, who says so, why, what now, how is it reached, and everything it says. */
export function RecoveryTab({ target }: { readonly target: Target }) {
  const { item } = target;
  return item.is === 'host' ? <HostRecovery key={keyOf(item)} target={target} host={item.ref} /> : null;
}

function HostRecovery({ target, host }: { readonly target: Target; readonly host: HostRef }) {
  const { investigation, failure, openAgain } = useRecovery(target.server.id, host);
  if (failure !== undefined) {
    const { what, next, code } = failureText(failure);
    return (
      <Notice tone="danger" what={`${recoveryText.notOpened} ${what}`} next={next} code={code}>
        <Button onClick={openAgain}>{recoveryText.again}</Button>
      </Notice>
    );
  }
  if (investigation === undefined) return <output className={css['opening']}>{recoveryText.opening}</output>;
  return <Found target={target} host={host} investigation={investigation} />;
}

interface FoundProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly investigation: Investigation;
}

function Found({ target, host, investigation }: FoundProps) {
  const name = target.inventory.host.get(host)?.name ?? '';
  const isLive = isHostLive(target.inventory, host);
  const openWays = (): void => openDialog('host-ways', [target.item]);
  const hasSaidAnything = investigation.is === 'connected' || newestOf(investigation.sight) !== undefined;
  return (
    <div className={css['frame']}>
      <VerdictCard target={target} host={host} investigation={investigation} />
      <ChangedKeys investigation={investigation} />
      {investigation.question !== undefined && (
        <QuestionCard key={investigation.question.id} question={investigation.question} investigation={investigation} />
      )}
      <div className={css['middle']}>
        <div className={css['stack']}>
          <FindingsCard target={target} investigation={investigation} hostName={name} />
          <KeptPlans key={investigation.identity?.atMs ?? 0} investigation={investigation} />
          <WithoutAWay target={target} investigation={investigation} hostName={name} isLive={isLive} onSettings={openWays} />
          {isWorthComparing(investigation, isLive) && <NeighboursCard investigation={investigation} />}
        </div>
        <RoutesCard investigation={investigation} hostName={name} hostWord={verdictLook(investigation.diagnosis).short} onSettings={openWays} />
      </div>
      {hasSaidAnything && <LiveSection target={target} host={host} investigation={investigation} />}
    </div>
  );
}

interface WithoutAWayProps {
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
  readonly isLive: boolean;
  readonly onSettings: () => void;
}

/** What can be known and done where nothing leads into the host. */
function WithoutAWay({ target, investigation, hostName, isLive, onSettings }: WithoutAWayProps) {
  return (
    <>
      {doorIsShut(investigation) && <SshOff target={target} investigation={investigation} hostName={hostName} />}
      {mayBeOff(investigation) && !isLive && <PowerProof investigation={investigation} hostName={hostName} onSettings={onSettings} />}
      {investigation.is === 'no-way' && !isLive && <ConsoleSteps target={target} hostName={hostName} investigation={investigation} />}
    </>
  );
}

/** No way leads to it, or somebody has already said that it is off. */
function mayBeOff({ is, diagnosis, word }: Investigation): boolean {
  return word !== undefined || is === 'no-way' || diagnosis.verdict.is === 'off';
}

/** Of a host that is well nobody asks what the others say, unless they contradict each other. */
function isWorthComparing({ diagnosis, neighbours }: Investigation, isLive: boolean): boolean {
  if (neighbours.length === 0) return false;
  const masters = neighbours.filter(({ state }) => state.is === 'asked' && state.word.role === 'master').length;
  return !isLive || masters !== 1 || diagnosis.headline !== undefined;
}
