import type { HaHost } from '#shared/domain/ha/ha-facts.ts';
import type { WhatIf } from '#shared/domain/ha/what-if.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import css from './Ha.module.css';

interface Part {
  readonly key: string;
  readonly is: 'stays' | 'restarts' | 'cannot' | 'moves' | 'free';
  readonly bytes: number;
  /** Its line in the table below. */
  readonly number?: number | undefined;
}

const NUMBERED_SHARE = 0.03;

/** Every host as a bar of its memory: what goes where, numbered as in the table. */
export function MemoryBars({ hosts, answer }: { readonly hosts: readonly HaHost[]; readonly answer: WhatIf }) {
  const numbers = new Map<VmRef, number>(answer.vms.map(({ vm }, index) => [vm, index + 1]));
  const sizes = new Map(answer.vms.map(({ vm, sizeBytes }) => [vm, sizeBytes]));
  const whole = Math.max(1, ...hosts.map(({ capacityBytes }) => capacityBytes));
  const part = (is: Part['is'], vm: VmRef): Part => ({ key: vm, is, bytes: sizes.get(vm) ?? 0, number: numbers.get(vm) });
  const rest = (host: Pick<HaHost, 'capacityBytes'>, parts: readonly Part[]): Part => {
    const bytes = Math.max(0, host.capacityBytes - parts.reduce((sum, each) => sum + each.bytes, 0));
    return { key: 'free', is: 'free', bytes };
  };
  return (
    <div className={css['bars']}>
      {hosts
        .filter(({ ref }) => answer.lost.includes(ref))
        .map((host) => {
          const own = answer.vms.filter(({ from }) => from === host.ref);
          const parts = own.map(({ vm, fate }) => part(fate.is === 'restarts' || fate.is === 'may-restart' ? 'moves' : 'cannot', vm));
          const note = haText.fails(own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
          return <Bar key={host.ref} name={host.name} note={note} isLost={true} whole={whole} parts={[...parts, rest(host, parts)]} />;
        })}
      {hosts.map((host) => {
        const after = answer.hosts.find((each) => each.host === host.ref);
        if (after === undefined) return null;
        const { freeBeforeBytes, freeBytes, takes } = after;
        const stays: Part = { key: 'stays', is: 'stays', bytes: Math.max(0, host.capacityBytes - freeBeforeBytes) };
        const parts = [stays, ...takes.map((vm) => part('restarts', vm))];
        const note = haText.takes(freeBeforeBytes - freeBytes, freeBytes);
        return <Bar key={host.ref} name={host.name} note={note} isLost={false} whole={whole} parts={[...parts, rest(host, parts)]} />;
      })}
      <ul className={css['legend']}>
        <li data-is="stays">{haText.stays}</li>
        <li data-is="restarts">{haText.restartsHere}</li>
        <li data-is="cannot">{haText.cannotRestart}</li>
        <li>{haText.barIs(whole)}</li>
      </ul>
    </div>
  );
}

interface BarProps {
  readonly name: string;
  readonly note: string;
  readonly isLost: boolean;
  readonly whole: number;
  readonly parts: readonly Part[];
}

function Bar({ name, note, isLost, whole, parts }: BarProps) {
  return (
    <div className={css['bar']} data-lost={isLost}>
      <p>
        <strong>{name}</strong>
        <span>{note}</span>
      </p>
      <div className={css['parts']} aria-hidden="true">
        {parts.map(({ key, is, bytes, number }) => (
          <span key={key} data-is={is} style={{ flexGrow: bytes / whole }}>
            {number !== undefined && bytes / whole > NUMBERED_SHARE ? number : ''}
          </span>
        ))}
      </div>
    </div>
  );
}
