import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scenarios } from '#simulator/scenarios/registry.ts';

const CLI = fileURLToPath(new URL('../../../electron/simulator/cli.ts', import.meta.url));
const databases = process.env['POOL_DATABASES'];

const children: ChildProcess[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Its own folder for temporary files, so that no other simulator's control address is found or lost. */
function simulate(...words: readonly string[]): ChildProcess & { readonly spoken: { out: string; err: string } } {
  const child = spawn(process.execPath, [CLI, ...words], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const spoken = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (spoken.out += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (spoken.err += bytes.toString('utf8')));
  return Object.assign(child, { spoken });
}

async function ended(child: ChildProcess & { readonly spoken: { out: string; err: string } }) {
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...child.spoken };
}

interface Announced {
  readonly hosts: readonly { readonly name: string; readonly url: string; readonly address: string; readonly master: boolean }[];
  readonly user: string;
  readonly password: string;
  readonly control: { readonly url: string; readonly token: string };
}

async function announced(child: ChildProcess & { readonly spoken: { out: string } }): Promise<Announced> {
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error('it ended before it had said anything')));
    child.stdout?.on('data', () => (child.spoken.out.includes('\n') ? resolve() : undefined));
  });
  return JSON.parse(child.spoken.out) as Announced;
}

test('--list names every scenario with its line', async () => {
  const { code, out } = await ended(simulate('--list'));

  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual(
    scenarios.map(({ name, description }) => expect.stringMatching(new RegExp(`^${name} +${description.slice(0, 20)}`))),
  );
});

describe('wrong words end with a reason', () => {
  test.each([
    [['--scenario', 'nowhere'], 2, 'there is no scenario nowhere'],
    [[], 2, 'give either --scenario or --database'],
    [['--scenario', 'demo', '--database', 'x.xml'], 2, 'give either --scenario or --database'],
    [['--scenario', 'demo', '--profile', '4'], 2, '--profile is one of'],
    [['--scenario', 'demo', '--port-base', 'high'], 2, '--port-base is a whole number'],
    [['--scenario', 'demo', '--addresses', 'mine'], 2, '--addresses is one of records, loopback'],
    [['--scenario', 'demo', '--speed', '0'], 2, '--speed is a number above 0'],
    [['--quick'], 2, '--quick'],
    [['ctl'], 2, 'ctl needs a command'],
    [['ctl', 'hosts'], 2, 'no simulator of yours is running'],
    [['--database', 'not-there.xml'], 1, 'ENOENT'],
  ])('%j', async (words, expectedCode, reason) => {
    const { code, err } = await ended(simulate(...words));

    expect(code).toBe(expectedCode);
    expect(err).toContain(reason);
  });

  test('a file that is no database', async () => {
    const file = join(folder, 'other.xml');
    writeFileSync(file, '<html>not a pool</html>');

    const { code, err } = await ended(simulate('--database', file));

    expect(code).toBe(1);
    expect(err).not.toContain('    at ');
  });
});

test('--json says in one line where everything is, and stays until it is told to end', async () => {
  const child = simulate('--scenario', 'two-hosts-iscsi', '--json');

  const { hosts, user, password, control } = await announced(child);

  expect(hosts.map(({ name, master }) => [name, master])).toEqual([
    ['host-a', true],
    ['host-b', false],
  ]);
  expect(hosts.every(({ url }) => url.startsWith('https://127.0.0.1:'))).toBe(true);
  expect([user, password]).toEqual(['root', expect.any(String)]);
  expect(await statusOf(`${control.url}/commands`, control.token)).toBe(200);
  expect(await statusOf(`${control.url}/commands`, 'guessed')).toBe(401);
  child.kill('SIGTERM');
  expect(await ended(child)).toMatchObject({ code: 0, err: '' });
});

test('--addresses loopback calls every host by where it answers', async () => {
  const { hosts } = await announced(simulate('--scenario', 'two-hosts-iscsi', '--addresses', 'loopback', '--json'));

  expect(hosts.map(({ address }) => `https://${address}`)).toEqual(hosts.map(({ url }) => url));
});

test('ctl reaches the running simulator by itself', async () => {
  const child = simulate('--scenario', 'two-hosts-iscsi', '--json');
  const { control } = await announced(child);

  const done = await ended(simulate('ctl', 'pull-cable', 'host-b', 'management'));
  const refused = await ended(simulate('ctl', 'pull-cable', 'host-c', 'management'));
  const looked = await ended(simulate('ctl', '--control', control.url, '--token', control.token, 'hosts'));

  expect(done).toEqual({ code: 0, out: 'done\n', err: '' });
  expect(refused).toEqual({ code: 1, out: 'simulate: no host host-c; there are host-a, host-b\n', err: '' });
  expect(JSON.parse(looked.out)).toEqual([
    expect.objectContaining({ name: 'host-a' }),
    expect.objectContaining({ name: 'host-b', cables: { management: 'pulled', storage: 'plugged' } }),
  ]);
});

describe.skipIf(databases === undefined)('a real database', () => {
  test('is served under the names it has', async () => {
    const child = simulate('--database', join(databases ?? '', 'two-hosts-iscsi.xml.gz'), '--json');

    const { hosts } = await announced(child);

    expect(hosts.map(({ name, master }) => [name, master])).toEqual([
      ['dt23', true],
      ['dt16', false],
    ]);
  });

  test('a plain file works as well as a compressed one', async () => {
    const { gunzipSync } = await import('node:zlib');
    const file = join(folder, 'pool.xml');
    writeFileSync(file, gunzipSync(readFileSync(join(databases ?? '', 'two-hosts-vapps.xml.gz'))));

    const { hosts } = await announced(simulate('--database', file, '--json'));

    expect(hosts.map(({ name }) => name)).toEqual(['dt17', 'dt18']);
  });

  test('keeps its release: a profile cannot be asked for', async () => {
    const { code, err } = await ended(simulate('--database', join(databases ?? '', 'two-hosts-iscsi.xml.gz'), '--profile', '9'));

    expect(code).toBe(2);
    expect(err).toContain('brings its own release');
  });
});

function statusOf(url: string, token: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
