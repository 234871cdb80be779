import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { refusedFor } from '#engine/ssh/through.ts';
import { pause } from '#engine/time.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import { type LogNews, logNewsText } from '#shared/contract/log-news.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import { createLogReader, followScript, SIGN_OF_LIFE_MS } from '#shared/domain/diagnosis/log-follow.ts';
import type { LogLine } from '#shared/domain/diagnosis/sight-machine.ts';
import type { Investigations } from './investigations.ts';

/** How soon it is seen that there is a way again. */
const WAY_AGAIN_MS = 1_000;
/** A server that grants no further channel grants none a moment later either. */
const REFUSED_REST_MS = 60_000;

interface Telling {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tell: (news: LogNews) => Promise<void>;
}

/** Follows a host's logs for as long as its stream is open, over whatever way there is. Throws PoolsError once nobody looks for the host any more. */
export async function sendLogs(
  { investigations, clock }: { readonly investigations: Pick<Investigations, 'of'>; readonly clock: Clock },
  { server, host }: StreamInput<'host.logs'>,
  { stream, signal }: { readonly stream: ByteStream; readonly signal: AbortSignal },
): Promise<void> {
  let waitsFor: 'no-way' | 'refused' | undefined;
  const telling: Telling = {
    clock,
    signal,
    async tell(news) {
      waitsFor = news.is === 'waiting' ? news.why : undefined;
      await stream.write(Buffer.from(logNewsText(news)));
    },
  };
  for (;;) {
    const connection = investigations.of(server, host).connection();
    const why = connection === undefined ? 'no-way' : await follow(connection, telling);
    signal.throwIfAborted();
    if (waitsFor !== why) await telling.tell({ is: 'waiting', why });
    await pause(clock, why === 'refused' ? REFUSED_REST_MS : WAY_AGAIN_MS, signal);
  }
}

/** Until the way breaks; `refused` where there is a way and no channel for this. */
async function follow(connection: Connection, { clock, signal, tell }: Telling): Promise<'no-way' | 'refused'> {
  const over = new AbortController();
  let channel: Awaited<ReturnType<Connection['follow']>>;
  try {
    channel = await connection.follow(followScript(), signal);
  } catch (error) {
    if (!(error instanceof SshError) && !signal.aborted) throw error;
    return refusedFor(error) === undefined ? 'no-way' : 'refused';
  }
  const stop = (): void => void channel.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const said = { any: false };
  const alive = signsOfLife(() => channel.write('\n'), { clock, signal: AbortSignal.any([signal, over.signal]) });
  try {
    await passOn(channel, async (lines) => {
      if (said.any && lines.length === 0) return;
      await tell({ is: said.any ? 'added' : 'begins', lines });
      said.any = true;
    });
  } catch (error) {
    // A channel that broke off says no more than that; the window that left is told of by its signal.
    if (!isBrokenOff(error) && !signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    over.abort();
    stop();
    await alive;
  }
  // A host without the tool says nothing and ends.
  return said.any ? 'no-way' : 'refused';
}

async function signsOfLife(say: () => void, { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  for (;;) {
    await pause(clock, SIGN_OF_LIFE_MS, signal);
    if (signal.aborted) return;
    say();
  }
}

/** Each part once there is room for it: what the window has no time for waits on the host. */
async function passOn(channel: Awaited<ReturnType<Connection['follow']>>, take: (lines: readonly LogLine[]) => Promise<void>): Promise<void> {
  const reader = createLogReader();
  const decoder = new StringDecoder('utf8');
  channel.stderr.resume();
  // Without an encoding set, a channel gives bytes.
  for await (const part of channel) await take(reader.add(decoder.write(part as Buffer)));
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
