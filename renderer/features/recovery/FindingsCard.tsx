import { useState } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Finding } from '#shared/domain/diagnosis/finding.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { FindingItem } from './FindingItem.tsx';
import css from './FindingsCard.module.css';

export interface FindingsCardProps {
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
}

/** The cause first, then what follows from it and what else is wrong. */
export function FindingsCard({ target, investigation, hostName }: FindingsCardProps) {
  const { diagnosis } = investigation;
  const [showsAll, setShowsAll] = useState(false);
  const first = [...(diagnosis.headline === undefined ? [] : [diagnosis.headline]), ...diagnosis.secondary];
  const all = showsAll ? [...first, ...diagnosis.rest] : first;
  return (
    <Card title={recoveryText.findings} mark={recoveryText.mostLikelyFirst}>
      {all.length === 0 ? (
        <EmptyState>{isRead(investigation) ? recoveryText.noFindings : recoveryText.findingsLater}</EmptyState>
      ) : (
        <ol className={css['findings']}>
          {all.map((finding, index) => (
            <FindingItem
              key={`${finding.fault} ${Object.values(finding.facts).join(' ')}`}
              finding={finding}
              rank={index + 1}
              followsRank={rankOf(finding, all)}
              target={target}
              investigation={investigation}
              hostName={hostName}
            />
          ))}
        </ol>
      )}
      {diagnosis.rest.length > 0 && (
        <div className={css['more']}>
          <Button kind="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? recoveryText.fewer : recoveryText.more(diagnosis.rest.length)}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** That nothing is wrong can be said only by somebody who has looked. */
function isRead({ sight }: Investigation): boolean {
  return sight.identity.is === 'seen';
}

/** The place of the one it follows from, where that is shown. */
function rankOf({ follows }: Finding, all: readonly Finding[]): number | undefined {
  const index = follows === undefined ? -1 : all.findIndex(({ fault }) => fault === follows);
  return index < 0 ? undefined : index + 1;
}
