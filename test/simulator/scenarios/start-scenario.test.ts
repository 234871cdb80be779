import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { order } from '#simulator/control/control-client.ts';
import type { ControlledDataCentre } from '#simulator/serve-controlled.ts';
import { startScenario } from '#simulator/start-scenario.ts';

const started: ControlledDataCentre[] = [];

async function start(...parameters: Parameters<typeof startScenario>): Promise<ControlledDataCentre> {
  const dataCentre = await startScenario(...parameters);
  started.push(dataCentre);
  return dataCentre;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((dataCentre) => dataCentre.close()));
});

interface Answer {
  readonly status: number | undefined;
  readonly fingerprint: string;
  readonly text: string;
}

/** The certificate is nobody's: a client pins it by the fingerprint it was given. */
function post(url: string, method: string, params: readonly unknown[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL('/jsonrpc', url), { method: 'POST', rejectUnauthorized: false, agent: false }, (response) => {
      const fingerprint = (response.socket as TLSSocket).getPeerCertificate().fingerprint256;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, fingerprint, text: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }));
  });
}

interface Body {
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data: readonly string[] };
}

async function call(url: string, method: string, params: readonly unknown[]): Promise<{ fingerprint: string; body: Body }> {
  const { fingerprint, text } = await post(url, method, params);
  return { fingerprint, body: JSON.parse(text) as Body };
}

describe('a started scenario', () => {
  test('lets its login in at the master, with the certificate it promised, and sends members there', async () => {
    const { hosts, user, password } = await start('two-hosts-iscsi');
    const [master, member] = hosts;

    const welcomed = await call(master?.url ?? '', 'session.login_with_password', [user, password]);
    const sentOn = await call(member?.url ?? '', 'session.login_with_password', [user, password]);

    expect(welcomed).toEqual({ fingerprint: master?.fingerprint, body: expect.objectContaining({ result: expect.stringMatching(/^OpaqueRef:/) }) });
    expect(sentOn.body.error).toMatchObject({ message: 'HOST_IS_SLAVE', data: [master?.address] });
  });

  test('keeps its certificates from one start to the next', async () => {
    const first = await start('demo');
    const second = await start('demo');

    expect(second.hosts.map(({ name, fingerprint }) => [name, fingerprint])).toEqual(first.hosts.map(({ name, fingerprint }) => [name, fingerprint]));
  });

  test('is at the present moment', async () => {
    const { hosts, user, password } = await start('empty-host');
    const url = hosts[0]?.url ?? '';
    const session = (await call(url, 'session.login_with_password', [user, password])).body.result;
    const host = (await call(url, 'session.get_this_host', [session, session])).body.result;

    const { body } = await call(url, 'host.get_servertime', [session, host]);

    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    expect(body.result).toEqual(expect.stringContaining(today));
  });

  test('shows faults on its wires', async () => {
    const { hosts, control } = await start('two-hosts-iscsi');
    const url = hosts[0]?.url ?? '';

    expect(await order(control, 'http-500', ['host-a'])).toEqual({ ok: true, told: null });
    expect(await post(url, 'session.login_with_password', ['root', ''])).toMatchObject({ status: 500 });
    expect(await order(control, 'refuse', ['host-a'])).toEqual({ ok: true, told: null });
    await expect(call(url, 'session.login_with_password', ['root', ''])).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket/);
    expect(await order(control, 'heal-link', ['host-a'])).toEqual({ ok: true, told: null });
    expect(await post(url, 'system.listMethods', [])).toMatchObject({ status: 200 });
  });

  test('takes orders only from who knows the token', async () => {
    const { control } = await start('empty-host');

    expect(await order({ ...control, token: 'guess' }, 'hosts', [])).toEqual({ ok: false, error: 'the token is missing or wrong' });
  });

  test('is gone when closed', async () => {
    const dataCentre = await startScenario('empty-host');
    await dataCentre.close();

    await expect(call(dataCentre.hosts[0]?.url ?? '', 'session.login_with_password', ['root', ''])).rejects.toThrow('ECONNREFUSED');
    await expect(order(dataCentre.control, 'hosts', [])).rejects.toThrow('ECONNREFUSED');
  });

  test('that nobody knows says which there are', async () => {
    await expect(startScenario('atlantis')).rejects.toThrow('there is no scenario atlantis; there are demo');
  });
});
