import type { ColumnId } from '#shared/domain/search/columns.ts';

const usual: Partial<Readonly<Record<ColumnId, number>>> = {
  name: 240,
  cpu: 120,
  memory: 184,
  disks: 136,
  network: 136,
  address: 120,
  ha: 80,
  uptime: 90,
  state: 120,
  kind: 90,
  size: 170,
  uuid: 290,
  description: 220,
};

const OTHER_WIDTH = 130;

export function widthOf(column: ColumnId, chosen: Readonly<Record<string, number>>): number {
  return chosen[column] ?? usual[column] ?? OTHER_WIDTH;
}
