import type { ServerChannel } from 'ssh2';
import type { Shell } from '#simulator/shell/shell.ts';
import type { SshService } from './ssh-service.ts';

/** A terminal, as large as its window. */
export interface Screen {
  columns: number;
  rows: number;
  readonly onResize: Set<() => void>;
}

export interface Seat {
  readonly service: SshService;
  readonly shell: Shell;
  readonly channel: ServerChannel;
  readonly screen: Screen;
}
