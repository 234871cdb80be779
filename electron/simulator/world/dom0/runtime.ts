import type { Dom0 } from './dom0.ts';

/** What a machine forgets when it stops: everything nobody wrote to a disk. */
export function forgetRuntime(dom0: Dom0): void {
  dom0.boots += 1;
  const { network } = dom0;
  network.adminDown.clear();
  network.blockedPorts.clear();
  dom0.isXapiHung = false;
  dom0.memory.availableMib = undefined;
  dom0.memory.oomKills = 0;
  dom0.ha.isDaemonRunning = undefined;
  for (const path of dom0.files.keys()) if (isVolatile(path)) dom0.files.delete(path);
}

function isVolatile(path: string): boolean {
  return ['/tmp/', '/run/', '/var/run/', '/dev/shm/'].some((folder) => path.startsWith(folder));
}
