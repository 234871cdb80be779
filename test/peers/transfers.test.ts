import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PeerClient, PeerObject, PeerResponse } from 'xen-api';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { type RunningServer, serveWorld } from '#simulator/xapi-server/server.ts';
import { connectPeer, type Peer } from './peer.ts';

const SPEED = 60;

let server: RunningServer;
let peer: Peer;

beforeEach(async () => {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  server = await serveWorld(world, { handlers, addresses: 'records', clock: { is: 'live', speed: SPEED } });
  const master = world.pools[0]?.master;
  if (master === undefined) throw new Error('the scenario has no pool');
  peer = await connectPeer({ url: server.urlOf(master), ...DEFAULT_LOGIN, transport: 'json-rpc' });
});
afterEach(async () => {
  await peer[Symbol.asyncDispose]();
  await server.close();
});

async function bytesOf(response: PeerResponse): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of response.body) parts.push(part);
  return Buffer.concat(parts);
}

function haltedVm(client: PeerClient): PeerObject {
  const found = Object.values(client.objects.all).find(
    (object) => object.$type === 'VM' && object['power_state'] === 'Halted' && object['is_a_template'] === false,
  );
  if (found === undefined) throw new Error('the scenario has no halted VM');
  return found;
}

describe('xen-api', () => {
  test('reads graphs', async () => {
    const response = await peer.client.getResource('/rrd_updates', { query: { start: '0', host: 'true', json: 'true' }, task: false });
    const document: unknown = JSON.parse((await bytesOf(response)).toString('utf8'));
    expect(document).toMatchObject({ meta: { legend: expect.arrayContaining([expect.stringContaining(':host:')]) } });
  });

  test('reads the pool database', async () => {
    const text = (await bytesOf(await peer.client.getResource('/pool/xmldbdump', { task: false }))).toString('utf8');
    expect(text).toContain('<database>');
  });

  test('takes a VM out and puts it in again, each under a task', async () => {
    const { client } = peer;
    const vm = haltedVm(client);
    const response = await client.getResource('/export', { query: { ref: vm.$ref } });
    const archive = await bytesOf(response);
    await response.task;
    const imported = await client.putResource(archive, '/import', { query: {} });
    const refs = Array.isArray(imported) ? imported.map(String) : [];
    const copy = await client.barrier(refs[0]);
    expect([refs.length, copy?.['name_label'], copy?.$ref === vm.$ref]).toEqual([1, vm['name_label'], false]);
  });

  test('is told by the task when what it puts in is no archive', async () => {
    const failure: unknown = await peer.client.putResource(Buffer.from('no archive'), '/import', { query: {} }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: expect.stringMatching(/^IMPORT_/) });
  });
});
