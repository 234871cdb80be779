import { hostWord, quoted, sh, type ShellScript } from './shell.ts';

/** Asks a management controller for the power of its machine. Its password is read from what comes in: on the command line everybody there could read it. */
export function powerLine(address: string, user: string): ShellScript | undefined {
  return sh`read -r IPMI_PASSWORD; export IPMI_PASSWORD LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin; timeout -k 2 15 ipmitool -I lanplus -H ${hostWord(address)} -U ${quoted(user)} -E chassis power status 2>&1`;
}

/** The host's own console through its management controller, for a person to type: it asks for the password, so that stands in no list of processes. */
export function serialConsoleLine(address: string): ShellScript | undefined {
  return sh`ipmitool -I lanplus -H ${hostWord(address)} -U root -a sol activate`;
}
