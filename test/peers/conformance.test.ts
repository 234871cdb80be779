import { describe, expect, test } from 'vitest';
import { createClient, type PeerClient } from 'xen-api';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { Model } from '#shared/xapi/model.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import { PLAYABLE_PROFILES } from '#simulator/scenarios/scenario.ts';
import { startScenario } from '#simulator/start-scenario.ts';
import { misfits } from '#test/support/misfits.ts';

const full = await loadModel();

/** Every master of the data centre with most kinds of objects. */
async function askEveryMaster(profile: (typeof PLAYABLE_PROFILES)[number], ask: (client: PeerClient) => Promise<void>): Promise<void> {
  const dataCentre = await startScenario('demo', { profile });
  const { user, password } = dataCentre;
  try {
    for (const { url, master } of dataCentre.hosts) {
      if (!master) continue;
      const client = createClient({ url, auth: { user, password }, allowUnauthorized: true, transport: 'json-rpc', watchEvents: false });
      await client.connect();
      await ask(client);
      await client.disconnect();
    }
  } finally {
    await dataCentre.close();
  }
}

/** Classes that can be read whole: those the release has taken away answer that they are gone. */
function readableClasses(model: Model): string[] {
  return [...model.classes.values()]
    .filter(({ messages }) => messages.some(({ name, removed }) => name === 'get_all_records' && removed === undefined))
    .map(({ name }) => name);
}

async function recordMisfits(client: PeerClient, model: Model, name: string): Promise<string[]> {
  const records = await answerOf(client, `${name}.get_all_records`);
  if (typeof records !== 'object' || records === null) return [`${name}: ${String(records)}`];
  return Object.entries(records).flatMap(([ref, record]) =>
    misfits(model, { kind: 'record', class: name }, record).map((problem) => `${name} ${ref}${problem}`),
  );
}

/** The result, or the code of the error. */
function answerOf(client: PeerClient, method: string): Promise<unknown> {
  return client.call(method).catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));
}

describe.each(PLAYABLE_PROFILES)('on %s', (profile) => {
  const model = modelFor(profileOf(profile), full);

  test('every class answers with exactly the fields and types of the model', async () => {
    const wrong: string[] = [];
    await askEveryMaster(profile, async (client) => {
      for (const name of readableClasses(model)) wrong.push(...(await recordMisfits(client, model, name)));
    });
    expect(wrong).toEqual([]);
  });

  test('classes of later releases are not there, and removed ones say so', async () => {
    const answers = new Map<string, unknown>();
    const expected = new Map<string, unknown>();
    await askEveryMaster(profile, async (client) => {
      for (const { name, messages } of full.classes.values()) {
        if (!messages.some((message) => message.name === 'get_all_records')) continue;
        const known = model.classes.get(name)?.messages.find((message) => message.name === 'get_all_records');
        if (known !== undefined && known.removed === undefined) continue;
        expected.set(name, known === undefined ? 'MESSAGE_METHOD_UNKNOWN' : 'MESSAGE_REMOVED');
        answers.set(name, await answerOf(client, `${name}.get_all_records`));
      }
    });
    expect(answers).toEqual(expected);
    expect(expected.get('VMPP')).toBe('MESSAGE_REMOVED');
  });
});
