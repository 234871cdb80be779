import type { Input } from '#shared/contract/calls.ts';
import type { OperationState } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation, Question } from '#shared/contract/recovery-schema.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { FaultId, Finding } from '#shared/domain/diagnosis/finding.ts';
import type { Offer, RepairId } from '#shared/domain/diagnosis/offer.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Result } from '#shared/kernel/result.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import type { Lab } from './lab.ts';
import { type LabEngine, startEngine } from './lab-engine.ts';

export interface ConnectedEngine {
  readonly engine: LabEngine;
  readonly server: ServerId;
}

/** An engine that is connected to the lab's pool, looking at one of its hosts. */
export interface Watching extends AsyncDisposable {
  readonly engine: LabEngine;
  readonly at: { readonly server: ServerId; readonly host: HostRef };
  /** Resolves with the first view of the host, past or future, of which this is so. */
  view(isSo: (view: Investigation) => boolean): Promise<Investigation>;
  /** The same from now on. */
  next(isSo: (view: Investigation) => boolean): Promise<Investigation>;
  /** Agrees to every key that is shown, until a way works. */
  connected(): Promise<Investigation>;
  /** Agrees to every key that is shown, until that is asked. */
  asked(what: Question['is']): Promise<Investigation & { readonly question: Question }>;
  answer(question: Question, answer: Input<'recovery.answer'>['answer']): Promise<void>;
  /** What is offered for a finding, once it is known whether high availability stands in the way. */
  offer(fault: FaultId, repair: RepairId): Promise<Offer>;
  /** Does what is offered; how that ended. */
  repair(fault: FaultId, offer: Offer): Promise<OperationState>;
  /** Waits until the pool itself, as the engine sees it, says so. */
  believedLive(isLive: boolean): Promise<void>;
}

const MOST_TRIES = 8;

export async function connectEngine(lab: Lab): Promise<ConnectedEngine & AsyncDisposable> {
  const engine = await startEngine(lab);
  const pins = lab.world.hosts.map((host) => ({ address: host.address, fingerprint: certificateOf(host).sha256 }));
  const connect = async (): Promise<Result<{ readonly server: ServerId }, Failure>> =>
    await engine.call('server.connect', { ...DEFAULT_LOGIN, address: lab.pool().master.address, pins });
  let connected = await connect();
  // A computer that is busy with much else keeps its own patience waiting.
  for (let tries = 1; tries < MOST_TRIES && !connected.ok && connected.failure.kind === 'unreachable'; tries += 1) connected = await connect();
  if (!connected.ok) throw new Error(JSON.stringify(connected.failure));
  return { engine, server: connected.value.server, [Symbol.asyncDispose]: async () => await engine[Symbol.asyncDispose]() };
}

/** Begins anew: what was seen of the host before does not count. */
export async function watch(lab: Lab, { engine, server }: ConnectedEngine, name: string): Promise<Watching> {
  // References of the simulator are those of the wire.
  const at = { server, host: lab.host(name).host.ref as HostRef };
  const began = engine.said.length;
  const opened = await engine.call('recovery.open', at);
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));

  const view = async (isSo: (view: Investigation) => boolean, from: number): Promise<Investigation> => {
    const event = await engine.heard(
      (said) => said.topic === 'recovery' && said.payload.server === server && said.payload.host === at.host && isSo(said.payload),
      from,
    );
    if (event.topic !== 'recovery') throw new Error('heard something else');
    return event.payload;
  };
  const since = async (isSo: (view: Investigation) => boolean): Promise<Investigation> => await view(isSo, began);
  const next = async (isSo: (view: Investigation) => boolean): Promise<Investigation> => await view(isSo, engine.said.length);

  async function agreeing(isSo: (view: Investigation) => boolean): Promise<Investigation> {
    for (const answered = new Set<string>(); ; ) {
      const seen = await since((one) => isSo(one) || (one.question?.is === 'host-key' && !answered.has(one.question.id)));
      if (isSo(seen) || seen.question === undefined) return seen;
      answered.add(seen.question.id);
      await engine.call('recovery.answer', { ...at, question: seen.question.id, answer: { is: 'accept-key' } });
    }
  }

  return {
    engine,
    at,
    view: since,
    next,
    connected: async () => await agreeing(({ active }) => active !== undefined),
    async asked(what) {
      const seen = await agreeing(({ question }) => question?.is === what);
      if (seen.question === undefined) throw new Error('it was asked a moment ago');
      return { ...seen, question: seen.question };
    },
    answer: async (question, answer) => void (await engine.call('recovery.answer', { ...at, question: question.id, answer })),
    async offer(fault, repair) {
      const seen = await since((one) => one.sight.ha.is === 'seen' && offerIn(one, fault, repair) !== undefined);
      const offer = offerIn(seen, fault, repair);
      if (offer === undefined) throw new Error('it was there a moment ago');
      return offer;
    },
    async repair(fault, { repair, parameters }) {
      const request = {
        kind: 'host.repair',
        ...at,
        fault,
        repair,
        parameters: { ...parameters },
      } as const;
      const started = await engine.call('operation.start', { id: `${fault} ${repair} ${engine.said.length}`, requests: [request] });
      const [id] = started.ok ? started.value.operations : [];
      if (id === undefined) throw new Error(JSON.stringify(started));
      const isOver = ({ state }: { readonly state: OperationState }): boolean => state.is !== 'waiting' && state.is !== 'running';
      const event = await engine.heard(({ topic, payload }) => topic === 'operations' && payload.changed.some((one) => one.id === id && isOver(one)));
      const ended = event.topic === 'operations' ? event.payload.changed.find((one) => one.id === id && isOver(one)) : undefined;
      if (ended === undefined) throw new Error('it was there a moment ago');
      return ended.state;
    },
    async believedLive(isLive) {
      for (;;) {
        const said = engine.said.length;
        const listed = await engine.call('pool.witnesses', { server });
        const word = listed.ok ? listed.value.hosts[at.host]?.pool : undefined;
        if (word?.isLive === isLive) return;
        await engine.heard(() => true, said);
      }
    },
    [Symbol.asyncDispose]: async () => void (await engine.call('recovery.close', at)),
  };
}

export function findingsIn({ diagnosis: { headline, secondary, rest } }: Investigation): readonly Finding[] {
  return [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
}

export function faultsIn(view: Investigation): readonly FaultId[] {
  return findingsIn(view).map(({ fault }) => fault);
}

function offerIn(view: Investigation, fault: FaultId, repair: RepairId): Offer | undefined {
  return findingsIn(view)
    .filter((finding) => finding.fault === fault)
    .flatMap(({ offers }) => offers)
    .find((offer) => offer.repair === repair);
}
