import type { LinkMode } from '#simulator/world/link.ts';
import type { FaultCommand, FaultParameter } from './command.ts';
import { FaultError } from './command.ts';
import { hostIn, numberIn } from './look-up.ts';

const HOST: FaultParameter = { name: 'host', kind: 'host' };

function modeCommand(mode: LinkMode, description: string): FaultCommand {
  return {
    name: mode,
    parameters: [HOST],
    description,
    run(world, values) {
      hostIn(world, values).link.mode = mode;
    },
  };
}

/** What can happen to the wire between clients and one host. */
export const linkCommands: readonly FaultCommand[] = [
  {
    name: 'latency',
    parameters: [HOST, { name: 'milliseconds', kind: 'number' }],
    description: 'Every answer of the host is late by this much; 0 ends it',
    run(world, values) {
      const latencyMs = numberIn(values, 'milliseconds');
      if (latencyMs < 0) throw new FaultError('milliseconds must not be negative');
      hostIn(world, values).link.latencyMs = latencyMs;
    },
  },
  {
    name: 'bandwidth',
    parameters: [HOST, { name: 'bytes-per-second', kind: 'number' }],
    description: 'The host sends no faster than this; 0 ends it',
    run(world, values) {
      const bytesPerSecond = numberIn(values, 'bytes-per-second');
      if (bytesPerSecond < 0) throw new FaultError('bytes-per-second must not be negative');
      hostIn(world, values).link.bytesPerSecond = bytesPerSecond === 0 ? undefined : bytesPerSecond;
    },
  },
  modeCommand('refuse', 'Connections to the host are refused at once'),
  modeCommand('reset', 'Connections to the host are accepted and then reset'),
  modeCommand('black-hole', 'Nothing reaches the host and nothing comes back; open connections fall silent'),
  modeCommand('half-open', 'Open connections stay open and silent; new ones work'),
  modeCommand('slow-drip', 'The host answers a byte now and then'),
  modeCommand('truncate', 'Answers stop in the middle and the connection closes'),
  modeCommand('malformed', 'Answers are neither JSON nor XML'),
  modeCommand('http-500', 'Every request is answered with HTTP 500'),
  {
    name: 'heal-link',
    parameters: [HOST],
    description: 'Undoes everything wrong with the wire to the host',
    run(world, values) {
      const { link } = hostIn(world, values);
      link.mode = 'ok';
      link.latencyMs = 0;
      link.bytesPerSecond = undefined;
    },
  },
];
