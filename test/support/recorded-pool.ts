import { loadModel } from '#shared/xapi/load-model.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import { newRow } from '#simulator/model/new-row.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import { createDatabase, type LoadedRow } from '#simulator/world/database.ts';
import { createRandom } from '#simulator/world/random.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { tableNamesOf } from '#simulator/world/schema.ts';
import type { Ref, Row } from '#simulator/world/value.ts';

/** The release the recorded server was. */
const PROFILE = '9';
const GIB = 1024 ** 3;
export type Rows = readonly { readonly table: string; readonly ref: Ref; readonly row: Row }[];

/** Rows of the kind the recorded server had: four equal hosts with one storage repository and one network between them. */
export function equalHosts(hosts: readonly Ref[], hostFields: Row = {}): Rows {
  const sr = 'OpaqueRef:shared-storage';
  const network = 'OpaqueRef:network';
  return [
    { table: 'SR', ref: sr, row: { name_label: 'shared', type: 'nfs', shared: true, physical_size: 1024 * GIB } },
    { table: 'network', ref: network, row: { name_label: 'net1', bridge: 'xenbr1' } },
    ...hosts.flatMap((host, index) => [
      {
        table: 'host',
        ref: host,
        row: {
          name_label: `host${index + 1}`,
          hostname: `host${index + 1}`,
          address: `127.0.0.${index + 1}`,
          enabled: true,
          metrics: `${host}-metrics`,
          capabilities: ['xen-3.0-x86_64', 'hvm-3.0-x86_32', 'hvm-3.0-x86_64'],
          cpu_info: {
            cpu_count: '16',
            socket_count: '2',
            vendor: 'GenuineIntel',
            features_pv: '00000001-00000003',
            features_hvm: '00000001-00000007',
          },
          virtual_hardware_platform_versions: [0, 1, 2],
          bios_strings: {},
          ...hostFields,
        },
      },
      { table: 'host_metrics', ref: `${host}-metrics`, row: { memory_total: 64 * GIB, live: true } },
      { table: 'PBD', ref: `${host}-pbd`, row: { host, SR: sr, currently_attached: true } },
      { table: 'PIF', ref: `${host}-pif`, row: { host, network, device: 'eth1', currently_attached: true } },
    ]),
  ];
}

/** The rows as a database of the recorded release keeps them, with the sets that mirror references. */
export async function contentsOf(rows: Rows, master: Ref, poolRef: Ref = 'OpaqueRef:pool'): Promise<readonly LoadedRow[]> {
  const model = modelFor(profileOf(PROFILE), await loadModel());
  const random = createRandom(1);
  const scratch = createDatabase({ tables: tableNamesOf(model), relations: relationsOf(model) });
  const pool = { table: 'pool', ref: poolRef, row: { name_label: 'recorded', master } };
  for (const { table, ref, row } of [...rows, pool]) scratch.create(table, ref, newRow(model, table, { uuid: random.uuid(), ...row }));
  return [...scratch.tables].flatMap(([table, { rows: stored }]) =>
    [...stored.values()].map(({ ref, row, created, modified }) => ({ table, ref, row, created, modified })),
  );
}

/** When the server was recorded. */
export const RECORDED_AT = Date.UTC(2026, 10, 21, 2, 51, 20);
