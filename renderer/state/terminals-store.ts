import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

export type TerminalProgram = 'shell' | 'console';

export type TerminalState =
  /** Wanted, and not begun before it is seen, for nobody knows its size. */
  { readonly is: 'wanted' } | { readonly is: 'open' } | { readonly is: 'ended' } | { readonly is: 'broken'; readonly failure: Failure };

/** A terminal that somebody opened; it stays while other things are looked at. */
export interface TerminalSession {
  readonly id: string;
  readonly server: ServerId;
  readonly host: HostRef;
  readonly program: TerminalProgram;
  /** Typed once when it is there, and never sent: the person reads it over. */
  readonly typed?: string;
  /** Counts those of one program on one host. */
  readonly number: number;
  readonly state: TerminalState;
}

interface TerminalsState {
  readonly sessions: readonly TerminalSession[];
  /** Which one is looked at, by host. */
  readonly chosen: Readonly<Record<string, string>>;
}

const terminalsStore = createStore<TerminalsState>(() => ({ sessions: [], chosen: {} }));

export function wantTerminal(wanted: Pick<TerminalSession, 'server' | 'host' | 'program' | 'typed'>): void {
  const { sessions, chosen } = terminalsStore.getState();
  const alike = sessions.filter((one) => isOn(one, wanted) && one.program === wanted.program);
  const number = Math.max(0, ...alike.map((one) => one.number)) + 1;
  const id = crypto.randomUUID();
  terminalsStore.setState({
    sessions: [...sessions, { ...wanted, id, number, state: { is: 'wanted' } }],
    chosen: { ...chosen, [keyOf(wanted)]: id },
  });
}

export function setTerminalState(id: string, state: TerminalState): void {
  const { sessions } = terminalsStore.getState();
  terminalsStore.setState({ sessions: sessions.map((one) => (one.id === id ? { ...one, state } : one)) });
}

export function chooseTerminal({ id, ...on }: Pick<TerminalSession, 'id' | 'server' | 'host'>): void {
  terminalsStore.setState({ chosen: { ...terminalsStore.getState().chosen, [keyOf(on)]: id } });
}

export function dropTerminal(id: string): void {
  terminalsStore.setState({ sessions: terminalsStore.getState().sessions.filter((one) => one.id !== id) });
}

export interface HostTerminals {
  readonly sessions: readonly TerminalSession[];
  readonly chosen: TerminalSession | undefined;
}

/** Those of one host, in the order in which they were opened. */
export function useTerminals(server: ServerId, host: HostRef): HostTerminals {
  const all = useStore(terminalsStore, (state) => state.sessions);
  const id = useStore(terminalsStore, (state) => state.chosen[keyOf({ server, host })]);
  return useMemo(() => {
    const sessions = all.filter((one) => isOn(one, { server, host }));
    return { sessions, chosen: sessions.find((one) => one.id === id) ?? sessions.at(-1) };
  }, [all, id, server, host]);
}

type OnHost = Pick<TerminalSession, 'server' | 'host'>;

function isOn(one: OnHost, { server, host }: OnHost): boolean {
  return one.server === server && one.host === host;
}

function keyOf({ server, host }: OnHost): string {
  return `${server} ${host}`;
}
