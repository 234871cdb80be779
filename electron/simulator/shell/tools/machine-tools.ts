import { text } from '#simulator/world/fields.ts';
import { hostRow } from '../host-files/facts.ts';
import type { Tools } from '../process.ts';

/** Small questions about the machine itself. */
export const machineTools: Tools = {
  hostname(process) {
    process.out(`${text(hostRow(process.machine.host), 'hostname')}\n`);
    return 0;
  },
  uname(process) {
    const name = text(hostRow(process.machine.host), 'hostname');
    const all = `Linux ${name} 4.19.0+1 #1 SMP x86_64 x86_64 x86_64 GNU/Linux`;
    process.out(`${process.args.includes('-r') ? '4.19.0+1' : process.args.includes('-n') ? name : process.args.includes('-a') ? all : 'Linux'}\n`);
    return 0;
  },
  id(process) {
    process.out(process.args.includes('-u') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n');
    return 0;
  },
  whoami(process) {
    process.out('root\n');
    return 0;
  },
  nproc(process) {
    process.out('8\n');
    return 0;
  },
  renice: () => 0,
  sync: () => 0,
  clear(process) {
    process.out('\u001b[H\u001b[2J');
    return 0;
  },
};
