import { useState } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { FaultId } from '#shared/domain/diagnosis/finding.ts';
import type { Offer, Precondition } from '#shared/domain/diagnosis/offer.ts';
import { repairLines } from '#shared/domain/repairs/repair-lines.ts';
import { repairTable } from '#shared/domain/repairs/repair-table.ts';
import { attestText, repairDialogText as say } from '#shared/text/repair-dialog-text.ts';
import { resetChoicesText } from '#shared/text/network-plan-text.ts';
import { routeName } from '#shared/text/route-words.ts';
import { preconditionText, proofText } from '#shared/text/diagnosis-text.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { offerWords } from './finding-words.ts';
import css from './RepairDialog.module.css';
import { AnsweredFor } from './AnsweredFor.tsx';
import { affectedVms } from './affected-vms.ts';
import { NetworkPlanSection } from './NetworkPlanSection.tsx';
import { ResetChoices } from './ResetChoices.tsx';
import { restingOn } from './resting-on.ts';

export interface RepairDialogProps {
  readonly offer: Offer;
  /** Whether this is gone afterwards is the proof. */
  readonly fault: FaultId;
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
  readonly onClose: () => void;
}

/** Everything about a repair before it is done: what it runs, what was checked, what it can break, and how it is proven. */
export function RepairDialog({ offer: proposed, fault, target, investigation, hostName, onClose }: RepairDialogProps) {
  const commands = useCommands();
  const isChosen = repairTable[proposed.repair].isChosen === true;
  const [chosen, setChosen] = useState(proposed.parameters);
  const offer = isChosen ? { ...proposed, parameters: chosen, commands: repairLines(proposed.repair, chosen) } : proposed;
  const { label, effect } = offerWords(offer);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const restsOn = restingOn(offer, investigation);
  const mustType = isTyped(offer);
  function run(): void {
    const { server, host } = investigation;
    const { repair, parameters } = offer;
    commands.start([
      {
        kind: 'host.repair',
        server,
        host,
        fault,
        repair,
        parameters,
        ...over(offer),
        ...(restsOn !== undefined && { restsOn }),
        ...(offer.attestable !== undefined && { attested: { conditions: offer.attestable, reason: reason.trim() } }),
      },
    ]);
    onClose();
  }
  const whyNot = whyNotYet(offer, { isChosen, isNamed: typed.trim() === hostName, hasReason: reason.trim() !== '' });
  const footer = (
    <>
      <ByHand offer={offer} target={target} onClose={onClose} />
      <Button size="dialog" takesFocus onClick={onClose}>
        {say.cancel}
      </Button>
      <Button size="dialog" kind={offer.class === 'C3' ? 'danger' : 'primary'} why={whyNot} onClick={run}>
        {label}
      </Button>
    </>
  );
  return (
    <Dialog title={say.title(label, hostName)} closeLabel={say.close} onClose={onClose} footer={footer} size="wide">
      <p className={css['effect']}>{effect}</p>
      {isChosen && <ResetChoices parameters={chosen} sight={investigation.sight} onChange={setChosen} />}
      <Commands offer={offer} />
      {isChosen && <NetworkPlanSection investigation={investigation} />}
      <Preconditions preconditions={offer.preconditions} />
      {mustType && <WayBack offer={offer} investigation={investigation} />}
      {offer.class === 'C3' && <Affected target={target} investigation={investigation} />}
      <RestsOn words={restsOn} />
      <AnsweredFor offer={offer} investigation={investigation} hostName={hostName} reason={reason} onReason={setReason} />
      <p className={css['note']}>{say.proof(proofText(offer.proof))}</p>
      {mustType && <TextField label={say.typed(hostName)} value={typed} onType={setTyped} />}
    </Dialog>
  );
}

function over({ on }: Offer): { readonly over?: 'https' } {
  return on === 'toolstack' ? { over: 'https' } : {};
}

function isTyped(offer: Offer): boolean {
  return offer.class === 'C2' || offer.class === 'C3';
}

interface Filled {
  readonly isChosen: boolean;
  readonly isNamed: boolean;
  readonly hasReason: boolean;
}

function whyNotYet(offer: Offer, { isChosen, isNamed, hasReason }: Filled): string | undefined {
  if (isChosen && offer.commands.length === 0) return resetChoicesText.notWhole;
  if (offer.attestable !== undefined && !hasReason) return attestText.noReason;
  return isTyped(offer) && !isNamed ? say.typedWhy : undefined;
}

function RestsOn({ words }: { readonly words: string | undefined }) {
  return words === undefined ? null : <p className={css['note']}>{say.restsOn(words)}</p>;
}

/** For whoever would rather type it. */
function ByHand({ offer, target, onClose }: Pick<RepairDialogProps, 'offer' | 'target' | 'onClose'>) {
  const commands = useCommands();
  const terminal = commands.all.find(({ id }) => id === 'host.terminal');
  return (
    <>
      {offer.commands.length > 0 && (
        <CopyButton size="dialog" text={() => offer.commands.join('\n')} doneLabel={recoveryText.copied}>
          {say.copyCommands}
        </CopyButton>
      )}
      {offer.on === 'host' && terminal !== undefined && (
        <Button
          size="dialog"
          onClick={() => {
            onClose();
            commands.run(terminal, [target]);
          }}
        >
          {say.openTerminal}
        </Button>
      )}
    </>
  );
}

function Commands({ offer: { commands, on } }: Pick<RepairDialogProps, 'offer'>) {
  if (commands.length === 0) return null;
  return (
    <section aria-label={say.commands}>
      <h3>{say.on[on]}</h3>
      <pre className={css['commands']}>{commands.join('\n')}</pre>
    </section>
  );
}

const looks = { met: { icon: 'ok', tone: 'ok' }, unmet: { icon: 'error', tone: 'danger' }, unknown: { icon: 'warning', tone: 'warn' } } as const;

function Preconditions({ preconditions }: { readonly preconditions: readonly Precondition[] }) {
  if (preconditions.length === 0) return null;
  return (
    <section aria-label={say.preconditions}>
      <h3>{say.preconditions}</h3>
      <ul className={css['checks']}>
        {preconditions.map(({ id, state }) => (
          <li key={id}>
            <Icon name={looks[state].icon} tone={looks[state].tone} size="small" />
            {preconditionText(id)}
            <small>{say.states[state]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WayBack({ offer: { rollback }, investigation: { routes, standby } }: Pick<RepairDialogProps, 'offer' | 'investigation'>) {
  const second = routes.find(({ id }) => id === standby);
  return (
    <>
      <p className={css['note']}>{second === undefined ? say.noSecondRoute : say.secondRoute(routeName(second))}</p>
      {rollback !== undefined && (
        <section>
          <h3>{say.rollback(rollback.afterS)}</h3>
          <pre className={css['commands']}>{rollback.commands.join('\n')}</pre>
        </section>
      )}
    </>
  );
}

function Affected({ target, investigation }: Pick<RepairDialogProps, 'target' | 'investigation'>) {
  const names = affectedVms(investigation, target.inventory);
  return (
    <section aria-label={say.affected}>
      <h3>{say.affected}</h3>
      <p>{names.length === 0 ? say.noAffected : names.join(', ')}</p>
    </section>
  );
}
