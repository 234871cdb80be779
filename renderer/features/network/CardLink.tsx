import type { SeenLink } from '#shared/domain/networks/seen-link.ts';
import { networkCardsText as words } from '#shared/text/network-cards-text.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Networks.module.css';
import { lookOf } from './link-look.ts';

export function CardLink({ link, isAsking }: { readonly link: SeenLink; readonly isAsking: boolean }) {
  const isTrue = link.by === 'ssh' || link.isNow;
  const look = lookOf(!isTrue ? 'unknown' : link.is === 'up' ? 'up' : link.is === 'unknown' ? 'unknown' : 'down');
  return (
    <span className={css['model']}>
      <StatusWord {...look} word={wordsOf(link)} />
      {isAsking ? <small>{words.asking}</small> : <Age link={link} />}
    </span>
  );
}

/** Nothing is said of what is so now. */
function Age({ link }: { readonly link: SeenLink }) {
  if (link.by === 'ssh') return <AgeMark truth="ssh" word={words.overSsh(link.atMs)} />;
  return link.isNow ? null : <AgeMark truth="last-known" word={say.link.unknown} />;
}

function wordsOf({ is, speedMbit, isFullDuplex }: SeenLink): string {
  const speed = is === 'up' && speedMbit > 0 ? [say.speed(speedMbit)] : [];
  const duplex = is === 'up' && isFullDuplex !== undefined ? [say.duplex(isFullDuplex)] : [];
  return [words.links[is], ...speed, ...duplex].join(', ');
}
