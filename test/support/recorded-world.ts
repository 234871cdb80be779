import { loadModel } from '#shared/xapi/load-model.ts';
import type { Model } from '#shared/xapi/model.ts';
import { bytesOfText } from '#simulator/codecs/byte-text.ts';
import { MalformedMessage } from '#simulator/codecs/malformed.ts';
import { createWorld } from '#simulator/world/build/create-world.ts';
import { raisePool } from '#simulator/world/build/raise-pool.ts';
import { createDatabase, type LoadedRow } from '#simulator/world/database.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { tableNamesOf } from '#simulator/world/schema.ts';
import { openSession } from '#simulator/world/sessions.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Session, World } from '#simulator/world/world.ts';
import { HttpFailure } from '#simulator/xapi-server/routes.ts';
import { answerJson, answerXml, type RpcAnswer } from '#simulator/xapi-server/rpc-endpoint.ts';

/** An answer as it was on the wire, and how long it took in the world's time. */
export interface Answered {
  readonly text: string;
  readonly ms: number;
}

export interface Meanwhile {
  readonly atMs: number;
  readonly run: () => void;
}

/** A pool with the rows of a recording, asked over the real codec and dispatcher, without sockets. */
export interface RecordedWorld {
  readonly world: World;
  readonly model: Model;
  readonly session: Session;
  ask(method: string, parameters: readonly unknown[]): Promise<Answered>;
  /** A whole JSON-RPC request; 'HTTP 500' where the server has only a page for it. */
  askJson(body: string): Promise<Answered>;
  askXml(body: string): Promise<Answered>;
  /** Also does something in the meantime. */
  askDuring(method: string, parameters: readonly unknown[], meanwhile: Meanwhile): Promise<Answered>;
  openSession(): Session;
}

const LONGEST_ANSWER_MS = 10_000;
const account = { user: 'root', password: 'goldpass', role: 'superuser' } as const;

export async function recordedWorld(recorded: { contents: readonly LoadedRow[]; master: Ref; startMs: number }): Promise<RecordedWorld> {
  const model = await loadModel();
  const world = createWorld({ seed: 1, startMs: recorded.startMs });
  const database = createDatabase({ tables: tableNamesOf(model), relations: relationsOf(model), contents: recorded.contents });
  const pool = raisePool(world, { profile: '9', model, database, masterRef: recorded.master, accounts: [account] });
  const host = pool.master;
  const service = { world, host, handlers: {}, onRefused: () => undefined, during: <T>(run: () => T) => run(), urlOf: () => '' };
  const open = () => openSession(world, host, { account, originator: '' });

  function ask(method: string, parameters: readonly unknown[], meanwhile?: Meanwhile): Promise<Answered> {
    const body = JSON.stringify({ jsonrpc: '2.0', method, params: parameters, id: 1 });
    return waitFor(answerJson(service, bytesOfText(body)), method, meanwhile);
  }

  async function waitFor(sending: Promise<RpcAnswer>, method: string, meanwhile?: Meanwhile): Promise<Answered> {
    const startedMs = world.clock.now();
    const outcome: (Answered | 'refused')[] = [];
    sending.then(
      (sent) => outcome.push({ text: Buffer.concat(sent.body).toString(), ms: world.clock.now() - startedMs }),
      () => outcome.push('refused'),
    );
    await settled();
    for (let ms = 1; outcome.length === 0 && ms < LONGEST_ANSWER_MS; ms += 1) {
      if (ms === meanwhile?.atMs) meanwhile.run();
      world.clock.advance(1);
      await settled();
    }
    const [answered] = outcome;
    if (answered === 'refused') await sending;
    if (typeof answered === 'object') return answered;
    throw new Error(`${method} was not answered`);
  }

  const askJson = (body: string) => orPage(() => waitFor(answerJson(service, bytesOfText(body)), 'JSON-RPC'));
  const askXml = (body: string) => orPage(() => waitFor(answerXml(service, bytesOfText(body)), 'XML-RPC'));
  return { world, model, session: open(), ask, askJson, askXml, askDuring: ask, openSession: open };
}

async function orPage(asking: () => Promise<Answered>): Promise<Answered> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof MalformedMessage || error instanceof HttpFailure) return { text: 'HTTP 500', ms: 0 };
    throw error;
  }
}

/** Lets what was just answered reach its listener. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
}
