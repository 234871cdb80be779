import { useEffect, useState } from 'react';
import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { createLogNewsReader, type LogNews } from '#shared/contract/log-news.ts';
import { withNewLines } from '#shared/domain/diagnosis/log-follow.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';
import { useClient } from '#renderer/state/client-context.ts';

/** How lines come now: as they are written; not at the moment; or, where the host grants no channel for it, only when it is read again. */
export interface Following {
  readonly how: 'followed' | 'waiting' | 'refused';
  /** The newest that came, whatever has become of the way since. */
  readonly lines?: readonly LogLine[];
}

const notYet: Following = { how: 'waiting' };

/** A log that is flooded is drawn no oftener than a person could read. */
const DRAW_EVERY_MS = 200;

interface Wanted {
  readonly server: ServerId;
  readonly host: HostRef;
  readonly isWanted: boolean;
}

/** The host's logs as it writes them, while they are wanted and somebody could see them. */
export function useFollowedLogs({ server, host, isWanted }: Wanted): Following {
  const client = useClient();
  const isSeen = useIsSeen();
  const [following, setFollowing] = useState(notYet);
  useEffect(() => {
    if (!isWanted || !isSeen) return undefined;
    const stream = client.openStream('host.logs', { server, host });
    let isOver = false;
    read(stream, (next) => !isOver && setFollowing(next)).catch((error: unknown) => reportError(error));
    return () => {
      isOver = true;
      stream.stop();
      setFollowing(({ lines }) => ({ ...notYet, ...(lines !== undefined && { lines }) }));
    };
  }, [client, server, host, isWanted, isSeen]);
  return following;
}

async function read(stream: ByteStream, show: (following: Following) => void): Promise<void> {
  const reader = createLogNewsReader();
  const decoder = new TextDecoder();
  let following = notYet;
  let drawing: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    drawing = undefined;
    show(following);
  };
  try {
    for await (const bytes of stream.incoming) {
      following = reader.add(decoder.decode(bytes, { stream: true })).reduce(after, following);
      drawing ??= setTimeout(draw, DRAW_EVERY_MS);
    }
  } catch (error) {
    // Whoever stopped it knows; an engine that does leaves what is read otherwise.
    if (!(error instanceof StreamStopped)) throw error;
  } finally {
    clearTimeout(drawing);
    show({ ...following, how: 'waiting' });
  }
}

function after(following: Following, news: LogNews): Following {
  switch (news.is) {
    case 'begins':
      return { how: 'followed', lines: withNewLines([], news.lines) };
    case 'added':
      return { how: 'followed', lines: withNewLines(following.lines ?? [], news.lines) };
    case 'waiting':
      return news.why === 'refused' ? { how: 'refused' } : { ...following, how: 'waiting' };
    default:
      return unreachable(news);
  }
}

function useIsSeen(): boolean {
  const [isSeen, setIsSeen] = useState(() => !document.hidden);
  useEffect(() => {
    const look = (): void => setIsSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}
