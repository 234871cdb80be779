import type { ServerChannel } from 'ssh2';

/** Ends a channel with the exit code of what ran in it. */
export function leave(channel: ServerChannel, code: number): void {
  if (channel.destroyed) return;
  channel.exit(code);
  channel.end();
}
