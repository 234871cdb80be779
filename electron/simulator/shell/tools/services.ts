import type { Work } from '#simulator/world/process.ts';
import { startToolstack, stopToolstack } from '#simulator/world/toolstack.ts';
import { note } from '#simulator/world/dom0/dom0.ts';
import { hasChrony } from '../host-files/facts.ts';
import { isArmed, xapiPid } from '../host-files/var-files.ts';
import { optionsOf } from '../options.ts';
import type { Machine, Process } from '../process.ts';
import { dateTextOf } from './date.ts';
import { cancelTimer, isTimerActive } from './timers.ts';
import { LOG_KIB, ROOT_KIB } from '#simulator/world/dom0/dom0.ts';

interface Unit {
  readonly isKnown: boolean;
  readonly isActive: boolean;
  readonly isFailed: boolean;
  readonly pid: number;
  readonly startedMs: number;
}

const ALWAYS = new Set([
  'xcp-networkd',
  'forkexecd',
  'message-switch',
  'v6d',
  'xenstored',
  'xenconsoled',
  'openvswitch',
  'iscsid',
  'rsyslog',
  'xcp-rrdd',
  'squeezed',
  'xenopsd-xc',
  'perfmon',
  'xapi-storage-script',
]);

/** systemd as it stands: a unit a release does not have is not found. */
function unitOf({ host }: Machine, given: string): Unit {
  const name = given.replace(/\.service$/, '');
  const { dom0 } = host;
  const unit = (isActive: boolean, more: Partial<Unit> = {}): Unit => ({
    isKnown: true,
    isActive,
    isFailed: false,
    pid: isActive ? 1400 + name.length * 13 : 0,
    startedMs: dom0.bootedMs + 30_000,
    ...more,
  });
  if (name.endsWith('.timer')) return unit(isTimerActive(host, name));
  const isToolstackUp = host.toolstack.is !== 'stopped';
  switch (name) {
    case 'xapi':
      return unit(isToolstackUp, { isFailed: !isToolstackUp, pid: isToolstackUp ? xapiPid(host) : 0, startedMs: dom0.xapiStartedMs });
    case 'xapi-init-complete.target':
      return unit(host.toolstack.is === 'running', { startedMs: dom0.xapiStartedMs + 40_000 });
    case 'toolstack.target':
      return unit(isToolstackUp);
    case 'sshd':
      return unit(dom0.ssh.isRunning);
    case 'chronyd':
      return hasChrony(host) ? unit(dom0.time.source !== 'stopped') : { ...unit(false), isKnown: false };
    case 'ntpd':
      return hasChrony(host) ? { ...unit(false), isKnown: false } : unit(dom0.time.source !== 'stopped');
    case 'multipathd':
      return unit(true);
    case 'stunnel@xapi':
      return unit(isToolstackUp);
    default:
      return ALWAYS.has(name) ? unit(true) : { ...unit(false), isKnown: false };
  }
}

export function* systemctl(process: Process): Work<number> {
  const options = optionsOf(process.args, 'p t n');
  const [verb = '', ...units] = options.operands;
  switch (verb) {
    case 'show':
      process.out(units.map((name) => shown(process, name, options.value('p'))).join('\n'));
      return 0;
    case 'is-active': {
      const states = units
        .map((name) => unitOf(process.machine, name))
        .map(({ isActive, isFailed }) => (isActive ? 'active' : isFailed ? 'failed' : 'inactive'));
      if (!options.has('quiet') && !options.has('q')) process.out(states.map((state) => `${state}\n`).join(''));
      return states.every((state) => state === 'active') ? 0 : 3;
    }
    case 'is-enabled':
      process.out(units.map(() => 'enabled\n').join(''));
      return 0;
    case 'status':
      for (const name of units) {
        const unit = unitOf(process.machine, name);
        process.out(
          `● ${name}.service - ${name}\n   Loaded: loaded\n   Active: ${unit.isActive ? 'active (running)' : unit.isFailed ? 'failed (Result: exit-code)' : 'inactive (dead)'}\n`,
        );
      }
      return 0;
    case 'start':
    case 'stop':
    case 'restart':
      for (const name of units) {
        const code = yield* act(process, verb, name.replace(/\.service$/, ''));
        if (code !== 0) return code;
      }
      return 0;
    default:
      return 0;
  }
}

function shown(process: Process, name: string, properties: string | undefined): string {
  const unit = unitOf(process.machine, name);
  const all: Readonly<Record<string, string>> = {
    Id: name.includes('.') ? name : `${name}.service`,
    LoadState: unit.isKnown ? 'loaded' : 'not-found',
    ActiveState: unit.isActive ? 'active' : unit.isFailed ? 'failed' : 'inactive',
    SubState: unit.isActive ? (name.endsWith('.target') ? 'active' : 'running') : unit.isFailed ? 'failed' : 'dead',
    MainPID: String(unit.pid),
    Result: unit.isFailed ? 'exit-code' : 'success',
    ExecMainStartTimestamp: unit.isActive ? dateTextOf('%a %Y-%m-%d %H:%M:%S UTC', unit.startedMs + process.machine.host.clockSkewMs) : '',
  };
  const wanted = properties === undefined ? Object.keys(all) : properties.split(',');
  return wanted.map((key) => `${key}=${all[key] ?? ''}\n`).join('');
}

const SERVICE_TAKES_MS = 1_500;

function* act(process: Process, verb: 'start' | 'stop' | 'restart', name: string): Work<number> {
  const { world, host } = process.machine;
  if (verb === 'stop' && cancelTimer(host, name)) return 0;
  if (!unitOf(process.machine, name).isKnown) {
    process.err(`Failed to ${verb} ${name}.service: Unit not found.\n`);
    return 5;
  }
  yield SERVICE_TAKES_MS;
  switch (name) {
    case 'xapi':
    case 'toolstack.target':
      if (verb !== 'start') stopToolstack(host);
      if (verb === 'stop' || host.toolstack.is !== 'stopped') return 0;
      if (cannotStart(process)) {
        process.err(
          `Job for xapi.service failed because the control process exited with error code. See "systemctl status xapi.service" and "journalctl -xe" for details.\n`,
        );
        return 1;
      }
      startToolstack(world, host, 'toolstack-restarted');
      return 0;
    case 'sshd':
      host.dom0.ssh.isRunning = verb !== 'stop';
      return 0;
    case 'chronyd':
    case 'ntpd':
      host.dom0.time.source = verb === 'stop' ? 'stopped' : host.dom0.time.source === 'stopped' ? 'synchronised' : host.dom0.time.source;
      return 0;
    case 'xcp-networkd':
      // It applies what is written down; what somebody typed is gone.
      if (verb === 'stop') return 0;
      host.dom0.network.addresses.clear();
      host.dom0.network.addresses6.clear();
      host.dom0.network.gateway = 'recorded';
      host.dom0.network.adminDown.clear();
      return 0;
    default:
      return 0;
  }
}

/** A toolstack writes as it starts. */
function cannotStart({ machine: { host } }: Process): boolean {
  const { disks } = host.dom0;
  const isFull = host.fullDisks.has('root') || disks.root.usedKib >= ROOT_KIB;
  const isLogFull = host.fullDisks.has('log') || disks.log.usedKib >= LOG_KIB;
  if (isFull) note(host.dom0, 'daemon.log', 'systemd[1]: xapi.service: No space left on device');
  return isFull || isLogFull || disks.root.isReadOnly;
}

const TOOLSTACK_TAKES_MS = 25_000;

export function* toolstackRestart(process: Process): Work<number> {
  const { world, host } = process.machine;
  process.out('Executing xe-toolstack-restart\n');
  if (isArmed(host)) note(host.dom0, 'xha.log', 'xapi restarted while HA is armed');
  stopToolstack(host);
  yield TOOLSTACK_TAKES_MS;
  if (cannotStart(process)) {
    process.err('Failed to start toolstack.target\n');
    return 1;
  }
  if (host.toolstack.is === 'stopped') startToolstack(world, host, 'toolstack-restarted');
  process.out('done.\n');
  return 0;
}
