import type { LogFile } from './sight-machine.ts';

/** Where a control domain writes them. */
export const logPaths: Readonly<Record<LogFile, string>> = {
  xensource: '/var/log/xensource.log',
  storage: '/var/log/SMlog',
  messages: '/var/log/messages',
  kernel: '/var/log/kern.log',
  daemon: '/var/log/daemon.log',
  ha: '/var/log/xha.log',
  audit: '/var/log/audit.log',
  boot: '/var/log/boot.log',
};
