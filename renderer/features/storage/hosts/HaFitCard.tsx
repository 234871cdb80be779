import { heartbeatChoice, HEARTBEAT_BYTES } from '#shared/domain/ha/heartbeat.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { haText, heartbeatDoubtText, heartbeatObstacleText } from '#shared/text/ha-text.ts';
import { srHostsText } from '#shared/text/sr-hosts-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './HaFitCard.module.css';

/** Whether it can carry the heartbeat, with everything that speaks against it. */
export function HaFitCard({ target, sr }: { readonly target: Target; readonly sr: RefOf<'sr'> }) {
  const { obstacles, doubts, hosts } = heartbeatChoice(target.inventory, sr);
  const isFit = obstacles.length === 0 && doubts.length === 0;
  return (
    <Card title={srHostsText.ha} mark={haText.heartbeatNeeds(HEARTBEAT_BYTES)} isLastKnown={target.server.state.is !== 'live'}>
      <ul className={css['reasons']}>
        {isFit && (
          <li>
            <StatusWord icon="ok" tone="ok" word={srHostsText.haFit(hosts)} />
          </li>
        )}
        {obstacles.map((obstacle) => (
          <li key={obstacle.is}>
            <StatusWord icon="error" tone="danger" word={heartbeatObstacleText(obstacle)} />
          </li>
        ))}
        {doubts.map((doubt) => (
          <li key={doubt.is}>
            <StatusWord icon="warning" tone="warn" word={heartbeatDoubtText(doubt)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
