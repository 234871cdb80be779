import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DatabaseFileError } from '#engine/offline/database-error.ts';
import { readDatabase } from '#engine/offline/read-database.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { watchedClasses } from '#shared/domain/inventory/watched.ts';
import { loadModel } from '#shared/xapi/load-model.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario, PLAYABLE_PROFILES } from '#simulator/scenarios/scenario.ts';
import type { Database } from '#simulator/world/database.ts';
import { loadDatabaseFile, poolDatabaseXml } from '#simulator/world/database-file.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';
import { firstPool } from '#test/support/served-world.ts';

const folder = process.env['POOL_DATABASES'];

// A pool of 5.6 as its own server writes it: blanks between the elements, single quotes, no generations.
const OLD_POOL = `<?xml version='1.0'?>
<!-- written by hand -->
<database>
  <manifest><pair key='schema_major_vsn' value='5'/></manifest>
  <table name='pool'>
    <row ref='OpaqueRef:p' _ref='OpaqueRef:p' uuid='u-p' name_label='Paris%.&amp;%.&lt;Lyon&gt;' master='OpaqueRef:h' default_SR='OpaqueRef:NULL'
      other_config="(('a key' 'it\\'s 100%%') ('empty' ''))" tags="('one' 'two words')" ha_enabled='false'/>
  </table>
  <table name='host'><row ref='OpaqueRef:h' uuid='u-h' name__label='xs%n1' name__description='&#233;&#xe9;' address='10.0.0.1' enabled='false'/></table>
  <table name='VM'>
    <row _ref='OpaqueRef:v' name__label='web' power_state='Running' memory__static_max='1073741824' VCPUs__max='2' resident_on='OpaqueRef:h'
      is_a_template='true' snapshot_time='20110203T04:05:06Z' current_operations="(('OpaqueRef:t' 'start'))"/>
    <row _ref='OpaqueRef:w' name__label='' snapshot_time='19700101T00:00:00Z' memory__static_max='many' tags='(not closed'/>
  </table>
  <table name='Unheard_of'><row ref='OpaqueRef:x'/></table>
  <table name='network'/>
</database>
`;

async function read(content: string | Uint8Array): Promise<Inventory> {
  const { inventory } = await readDatabase({ name: 'state.db', bytes: typeof content === 'string' ? Buffer.from(content) : content });
  return inventory;
}

async function refusalOf(content: string | Uint8Array): Promise<unknown> {
  try {
    await read(content);
  } catch (error) {
    if (error instanceof DatabaseFileError) return { why: error.why, file: error.file };
    throw error;
  }
  return 'no refusal';
}

function theirs(database: Database): unknown {
  const expected = expectedInventory((name): Records => {
    const rows = database.tables.has(name) ? database.refs(name).map((ref) => [ref, database.get(name, ref)]) : [];
    return Object.fromEntries(rows);
  });
  return Object.fromEntries(compared.map((name) => [name, expected[name]]));
}

function ours(inventory: Inventory): unknown {
  return Object.fromEntries(compared.map((name) => [name, Object.fromEntries(inventory[name])]));
}

/** Tasks and messages are no part of a database file. */
const compared = watchedClasses.filter((name) => name !== 'task' && name !== 'message');

describe('a database file', () => {
  test('of an old release is read with its spellings, escapes and gaps', async () => {
    const { pool, host, vm } = await read(OLD_POOL);
    expect([...pool.values()]).toMatchObject([
      {
        name: 'Paris & <Lyon>',
        master: 'OpaqueRef:h',
        defaultSr: null,
        otherConfig: { 'a key': "it's 100%", empty: '' },
        tags: ['one', 'two words'],
        isHaEnabled: false,
        haClusterStack: '',
      },
    ]);
    expect([...host.values()]).toMatchObject([{ name: 'xs\n1', description: 'éé', isEnabled: false }]);
    expect([...vm]).toMatchObject([
      [
        'OpaqueRef:v',
        {
          name: 'web',
          power: 'Running',
          memoryStaticMax: 1_073_741_824,
          vcpusMax: 2,
          isTemplate: true,
          snapshotTime: Date.UTC(2011, 1, 3, 4, 5, 6),
          currentOperations: { 'OpaqueRef:t': 'start' },
          affinity: null,
        },
      ],
      ['OpaqueRef:w', { name: '', snapshotTime: null, memoryStaticMax: 0, tags: [] }],
    ]);
  });

  test('is the same compressed', async () => {
    expect(await read(gzipSync(OLD_POOL))).toEqual(await read(OLD_POOL));
  });

  test.each([
    ['an empty file', '', 'not-a-database'],
    ['some other text', 'name,address\nxs1,10.0.0.1\n', 'not-a-database'],
    ['some other XML', '<html><body/></html>', 'not-a-database'],
    ['bytes', new Uint8Array([0, 255, 60, 0]), 'not-a-database'],
    ['a file that breaks off', OLD_POOL.slice(0, OLD_POOL.length / 2), 'cut-short'],
    ['a file without its last element', OLD_POOL.replace('</database>', ''), 'cut-short'],
    ['a compressed file that breaks off', gzipSync(OLD_POOL).subarray(0, 200), 'cut-short'],
    ['a compressed file with a wrong byte', gzipSync(OLD_POOL).fill(0x55, 30, 60), 'damaged'],
    ['a database without a pool', '<database><manifest/></database>', 'no-pool'],
  ])('%s is refused and says so', async (_what, content, why) => {
    expect(await refusalOf(content)).toEqual({ why, file: 'state.db' });
  });

  test.each(PLAYABLE_PROFILES)('of release %s holds what its server would have said', async (profile) => {
    const pool = firstPool(await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile }));
    expect(ours(await read(poolDatabaseXml(pool)))).toEqual(theirs(pool.database));
  });
});

// The real pools are not part of the project; without them this is shown as skipped.
describe.skipIf(folder === undefined)('the database of a real pool of an old release', () => {
  const files = folder === undefined ? ['POOL_DATABASES is not set'] : readdirSync(folder).filter((name) => /\.xml(\.gz)?$/.test(name));
  test.each(files)('%s is read as another reader reads it', async (file) => {
    const bytes = readFileSync(join(folder ?? '', file));
    const { database } = loadDatabaseFile(bytes, await loadModel());
    expect(ours(await read(bytes))).toEqual(theirs(database));
  });
});
