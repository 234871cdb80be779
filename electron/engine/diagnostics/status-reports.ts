import { NetError } from '#engine/net/net-error.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import { bundlePath } from '#shared/domain/diagnosis/frames.ts';
import { reportLine } from '#shared/domain/diagnosis/report-line.ts';
import type { Investigations } from './investigations.ts';

/** Enough to say why it failed. */
const MOST_SAID = 2_000;

/** A host's own status report as it writes it: straight over the way that was found, and never onto the host's disk, which may be full. */
export async function sendStatusReport(
  investigations: Investigations,
  { server, host }: StreamInput<'host.status-report'>,
  { stream, signal }: { readonly stream: ByteStream; readonly signal: AbortSignal },
): Promise<void> {
  const investigation = investigations.of(server, host);
  const lost = (): never => {
    throw new NetError({ kind: 'unreachable', address: investigation.address(), why: 'closed' });
  };
  const connection = investigation.connection() ?? lost();
  try {
    const channel = await connection.pipe(`export LC_ALL=C PATH=${bundlePath}; exec </dev/null; ${reportLine}; echo "rc=$?" >&2`, signal);
    const stop = (): void => void channel.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([passOn(channel, stream), connection.ended.then(lost)]);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SshError ? lost() : error;
  }
}

/** Each part once there is room for it, so that a slow disk here slows the host down and fills no memory. */
async function passOn(channel: Awaited<ReturnType<Connection['pipe']>>, stream: ByteStream): Promise<void> {
  let said = '';
  let bytes = 0;
  const closed = new Promise<void>((resolve) => channel.once('close', () => resolve()));
  channel.stderr.on('data', (part: Buffer) => {
    said = `${said}${part.toString('utf8')}`.slice(-MOST_SAID);
  });
  // Without an encoding set, a channel gives bytes.
  for await (const part of channel) {
    const whole = part as Uint8Array;
    bytes += whole.length;
    await stream.write(whole);
  }
  await closed;
  // How it ended may come before anybody listens for that, so it says so itself.
  const code = /^rc=(\d+)$/m.exec(said)?.[1];
  if (code === '0' && bytes > 0) return;
  throw new StreamStopped({
    kind: 'command',
    line: reportLine,
    ...(code !== undefined && { code: Number(code) }),
    said: said.replace(/^rc=\d+$/m, '').trim(),
  });
}
