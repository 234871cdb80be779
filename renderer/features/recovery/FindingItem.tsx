import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { Finding, Severity } from '#shared/domain/diagnosis/finding.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { EvidenceBlock } from './EvidenceBlock.tsx';
import css from './FindingItem.module.css';
import { findingWords, reportOf, stepWords } from './finding-words.ts';
import { OfferButton } from './OfferButton.tsx';

export interface FindingItemProps {
  readonly finding: Finding;
  readonly rank: number;
  readonly followsRank: number | undefined;
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
}

const looks: Readonly<Record<Severity, { readonly icon: IconName; readonly tone: Tone }>> = {
  critical: { icon: 'error', tone: 'danger' },
  serious: { icon: 'error', tone: 'danger' },
  warning: { icon: 'warning', tone: 'warn' },
  notice: { icon: 'info', tone: 'info' },
};

/** One thing that is wrong: the very lines that say so, what it follows from, and what can be done. */
export function FindingItem({ finding, rank, followsRank, target, investigation, hostName }: FindingItemProps) {
  const { icon, tone } = looks[finding.severity];
  const { title, cause } = findingWords(finding);
  const byPeople = finding.offers.filter(({ on }) => on === 'person');
  const byUs = finding.offers.filter(({ on }) => on !== 'person');
  const firstHarmless = rank === 1 ? byUs.find((offer) => offer.class === 'C0' && offer.blockedBy.length === 0) : undefined;
  return (
    <li className={css['finding']}>
      <header>
        <span className={css['rank']}>{rank}</span>
        <Icon name={icon} tone={tone} />
        <h3>{title}</h3>
        <Badge rank={rank} followsRank={followsRank} finding={finding} />
      </header>
      <div className={css['body']}>
        {cause !== '' && <p>{cause}</p>}
        <EvidenceBlock evidence={finding.evidence} />
        {byPeople.map((offer) => (
          <p key={offer.repair} className={css['hand']}>
            <Icon name="wrench" tone="quiet" size="small" />
            {stepWords(offer)}
          </p>
        ))}
        <div className={css['offers']}>
          {byUs.map((offer) => (
            <OfferButton
              key={`${offer.repair} ${Object.values(offer.parameters).join(' ')}`}
              offer={offer}
              fault={finding.fault}
              isPrimary={offer === firstHarmless}
              saysHarmless={byUs.some((other) => other.class !== 'C0')}
              target={target}
              investigation={investigation}
              hostName={hostName}
            />
          ))}
          {rank === 1 && (
            <CopyButton text={() => reportOf(finding, hostName)} doneLabel={recoveryText.copied}>
              {recoveryText.copyReport}
            </CopyButton>
          )}
        </div>
      </div>
    </li>
  );
}

function Badge({ rank, followsRank, finding }: Pick<FindingItemProps, 'rank' | 'followsRank' | 'finding'>) {
  if (followsRank !== undefined) return <span className={css['badge']}>{recoveryText.followsFrom(followsRank)}</span>;
  if (rank !== 1) return null;
  return (
    <span className={css['badge']} data-cause="true">
      {recoveryText.causes[finding.confidence]}
    </span>
  );
}
