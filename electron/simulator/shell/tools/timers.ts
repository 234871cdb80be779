import type { SimHost } from '#simulator/world/world.ts';
import type { Process } from '../process.ts';

/** `--on-active=180 command`: later, whoever has gone by then. */
export function systemdRun(process: Process): number {
  const { world, host } = process.machine;
  const delay = process.args.find((word) => word.startsWith('--on-active='))?.slice('--on-active='.length) ?? '0';
  const unit = process.args.find((word) => word.startsWith('--unit='))?.slice('--unit='.length) ?? 'run-1234';
  const words = process.args.filter((word) => !word.startsWith('--'));
  const seconds = Number.parseFloat(delay) * (delay.endsWith('min') || delay.endsWith('m') ? 60 : 1);
  const { boots } = host.dom0;
  const timer = world.clock.after(seconds * 1000, () => {
    timers.get(host)?.delete(unit);
    if (host.dom0.boots !== boots) return;
    runDetached(process, words);
  });
  const known = timers.get(host) ?? new Map<string, { cancel(): void }>();
  known.set(unit, timer);
  timers.set(host, known);
  process.out(`Running timer as unit ${unit}.timer.\nWill run service as unit ${unit}.service.\n`);
  return 0;
}

const timers = new WeakMap<SimHost, Map<string, { cancel(): void }>>();

/** `systemctl stop NAME.timer` takes it back. */
export function cancelTimer(host: SimHost, unit: string): boolean {
  const timer = timers.get(host)?.get(nameOf(unit));
  timer?.cancel();
  timers.get(host)?.delete(nameOf(unit));
  return timer !== undefined;
}

/** Until its time is over. */
export function isTimerActive(host: SimHost, unit: string): boolean {
  return timers.get(host)?.has(nameOf(unit)) === true;
}

function nameOf(unit: string): string {
  return unit.replace(/\.(?:timer|service)$/, '');
}

function runDetached(process: Process, words: readonly string[]): void {
  const work = process.run(words, { out: () => undefined, err: () => undefined });
  for (let next = work.next(); next.done !== true; next = work.next());
}
