import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { networkName } from '#shared/text/route-words.ts';
import { lockText, verdictText } from '#shared/text/diagnosis-text.ts';
import { recoveryText, verdictLook } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './VerdictCard.module.css';
import { causeSentence } from './finding-words.ts';
import { WitnessCells } from './WitnessCells.tsx';

export interface VerdictCardProps {
  readonly target: Target;
  readonly host: HostRef;
  readonly investigation: Investigation;
}

/** One sentence, one instruction, and what stays locked until there is proof. */
export function VerdictCard({ target, host, investigation }: VerdictCardProps) {
  const { diagnosis } = investigation;
  const { tone } = verdictLook(diagnosis);
  const { what, next } = isLiveAndIll(diagnosis) ? { what: recoveryText.liveAndIll, next: '' } : verdictText(diagnosis.verdict);
  const sentences = [next, causeSentence(diagnosis.headline), wayIn(investigation)].filter((sentence) => sentence !== '');
  return (
    <section className={css['card']} aria-label={recoveryText.verdict}>
      <div className={css['verdict']} data-tone={tone}>
        <output>
          <h2>{what}</h2>
          <p>{sentences.join(' ')}</p>
        </output>
        <Lock lock={diagnosis.lock} />
      </div>
      <WitnessCells target={target} host={host} investigation={investigation} />
    </section>
  );
}

/** A pool calls a host live for minutes after it has lost it. */
function isLiveAndIll({ verdict, headline }: Investigation['diagnosis']): boolean {
  return verdict.is === 'live' && headline !== undefined;
}

function Lock({ lock }: { readonly lock: Investigation['diagnosis']['lock'] }) {
  const isOpen = lock.is === 'open';
  return (
    <div className={css['lock']}>
      <Icon name={isOpen ? 'unlock' : 'lock'} tone={isOpen ? 'quiet' : 'warn'} />
      <p>
        <strong>{isOpen ? recoveryText.unlockTitle : recoveryText.lockTitle}</strong>
        <span>{lockText(lock)}</span>
      </p>
    </div>
  );
}

function wayIn({ routes, active }: Investigation): string {
  const route = routes.find(({ id }) => id === active);
  if (route === undefined) return '';
  const network = route.kind === 'direct-management' ? '' : (networkName(route) ?? '');
  return route.via === undefined ? recoveryText.reachesDirectly(network) : recoveryText.reachesOver(network, route.via.name);
}
