import { quoted } from '#shared/domain/diagnosis/shell.ts';

/** Long enough to find the new way and prove it; short enough to wait for. */
export const ROLLBACK_S = 180;

/** The system's own timer, which outlives our connection; where there is none, a process of its own session. `name` is one plain word. */
export function armScript(name: string, lines: readonly string[]): string {
  const undo = quoted(lines.join('; '));
  return [
    `systemd-run --unit=${name} --on-active=${ROLLBACK_S} /bin/bash -c ${undo} >/dev/null 2>&1 && exit 0`,
    `setsid /bin/bash -c ${quoted(`echo $$ > /run/${name}.pid; sleep ${ROLLBACK_S}; ${lines.join('; ')}; rm -f /run/${name}.pid`)} </dev/null >/dev/null 2>&1 &`,
    `for i in 1 2 3 4 5; do [ -s /run/${name}.pid ] && exit 0; sleep 0.2; done; exit 1`,
  ].join('\n');
}

/** Ends with success only when nothing is armed any more. */
export function callOffScript(name: string): string {
  return [
    `systemctl stop ${name}.timer >/dev/null 2>&1`,
    `if [ -s /run/${name}.pid ]; then kill -- "-$(cat /run/${name}.pid)"; rm -f /run/${name}.pid; fi`,
    `! systemctl is-active --quiet ${name}.timer`,
  ].join('\n');
}
