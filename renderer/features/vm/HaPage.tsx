import { useMemo } from 'react';
import { agilityIn } from '#shared/domain/ha/agility.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaPriority } from '#shared/domain/operations/request.ts';
import { haPriorityText, haText, obstacleText } from '#shared/text/ha-text.ts';
import { vmSettingsText as say } from '#shared/text/vm-settings-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { select, setTab } from '#renderer/state/ui-store.ts';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { isWhole, type OtherSettings } from './use-other-settings.ts';

export interface OtherPageProps {
  readonly target: Target;
  readonly machine: VmRef;
  readonly other: OtherSettings;
  readonly onLeave: () => void;
}

const PRIORITIES = Object.entries(haPriorityText).map(([value, label]) => ({ value: value as HaPriority, label }));

/** What HA does for a VM when its host fails, and when it starts then. */
export function HaPage({ target, machine, other: { ha, changeHa }, onLeave }: OtherPageProps) {
  const { inventory, server } = target;
  const pool = onlyPool(inventory);
  const obstacles = useMemo(() => agilityIn(inventory).obstaclesOf(machine), [inventory, machine]);
  const problem = (typed: string): string | undefined => (isWhole(typed) ? undefined : haText.wholeNumber);
  return (
    <>
      {pool?.pool.isHaEnabled === false && <p>{say.haOff}</p>}
      <SelectField label={say.haPriority} value={ha.priority} options={PRIORITIES} onChoose={(priority) => changeHa({ priority })} />
      {obstacles.length > 0 && (
        <Notice tone="known" what={say.haTied} next={obstacles.map((obstacle) => obstacleText(obstacle, inventory)).join('; ')} />
      )}
      <TextField label={say.haOrder} value={ha.order} hint={say.haOrderHint} problem={problem(ha.order)} onType={(order) => changeHa({ order })} />
      <TextField label={say.haDelay} value={ha.delay} problem={problem(ha.delay)} onType={(delay) => changeHa({ delay })} />
      <p>{say.haNote}</p>
      {pool !== undefined && (
        <LinkButton
          onClick={() => {
            onLeave();
            select({ is: 'pool', server: server.id, ref: pool.ref });
            setTab('pool', 'ha');
          }}
        >
          {say.openHa}
        </LinkButton>
      )}
    </>
  );
}
