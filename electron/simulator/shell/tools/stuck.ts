import { isServerReached } from '#simulator/world/dom0/tcp.ts';
import { storageOf } from '../host-files/facts.ts';
import type { Machine } from '../process.ts';

interface Stuck {
  readonly pid: number;
  readonly args: string;
  readonly wchan: string;
  readonly sinceMs: number;
}

/** Processes that wait in the kernel for storage that does not answer. */
export function stuckProcesses({ world, host }: Machine): readonly Stuck[] {
  const { sinceMs } = host.dom0.storage;
  return storageOf(host).flatMap((storage, index) => {
    const server = storage.config['server'] ?? '';
    if (storage.type !== 'nfs' || !storage.isAttached || isServerReached(world, host, server)) return [];
    const since = sinceMs ?? world.clock.now() - 180_000;
    return [0, 1, 2].map((step) => ({
      pid: 21_877 + index * 10 + step,
      args: 'tapdisk',
      wchan: 'rpc_wait_bit_killable',
      sinceMs: since + step * 4_000,
    }));
  });
}

export function isHanging(machine: Machine, path: string): boolean {
  const { world, host } = machine;
  return storageOf(host).some(({ srUuid, type, config, isAttached }) => {
    const server = config['server'] ?? (config['location'] ?? '').split(':')[0] ?? '';
    return isAttached && (type === 'nfs' || type === 'iso') && path.includes(srUuid) && !isServerReached(world, host, server);
  });
}
