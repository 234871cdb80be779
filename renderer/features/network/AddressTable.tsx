import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { AddressDraft, AddressRow } from '#shared/domain/networks/address-draft.ts';
import { wayOfHost } from '#shared/domain/networks/addresses.ts';
import type { Pif } from '#shared/domain/networks/cards.ts';
import { ipv6Of } from '#shared/domain/networks/managed-at.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

interface AddressTableProps {
  readonly draft: AddressDraft;
  readonly inventory: Inventory;
  readonly network: RefOf<'network'>;
  readonly onChange: (draft: AddressDraft) => void;
}

/** What each host has and what it gets. */
export function AddressTable({ draft, inventory, network, onChange }: AddressTableProps) {
  const change = (row: AddressRow, part: Partial<AddressRow>): void =>
    onChange({ ...draft, rows: draft.rows.map((other) => (other.host === row.host ? { ...other, ...part } : other)) });
  const isStatic = draft.mode === 'Static';
  const titles = [say.host, say.card, say.addressNow, ...(isStatic ? [say.addressNew] : []), ...(draft.ipv6 === 'Static' ? [say.ipv6New] : [])];
  return (
    <CardTable
      label={say.addressTable}
      columns={titles.map((title) => ({ title }))}
      rows={draft.rows.map((row) => {
        const name = inventory.host.get(row.host)?.name ?? '';
        const pif = wayOfHost(inventory, network, row.host)?.pif;
        return {
          key: row.host,
          cells: [
            <Checkbox key="host" label={name} isOn={row.isChosen} onChange={(isChosen) => change(row, { isChosen })} />,
            ...wayCells(pif),
            ...(isStatic
              ? [<TextField key="ip" label={say.addressOf(name)} isLabelHidden={true} value={row.ip} onType={(ip) => change(row, { ip })} />]
              : []),
            ...(draft.ipv6 === 'Static'
              ? [<TextField key="ip6" label={say.ipv6Of(name)} isLabelHidden={true} value={row.ipv6} onType={(ipv6) => change(row, { ipv6 })} />]
              : []),
          ],
        };
      })}
    />
  );
}

function wayCells(pif: Pif | undefined): readonly [way: string, address: string] {
  if (pif === undefined) return [say.noWay, say.noAddress];
  return [
    pif.vlan < 0 ? pif.device : `${pif.device} ${say.vlan(pif.vlan)}`,
    [pif.ip, ipv6Of(pif) ?? ''].filter((one) => one !== '').join(', ') || say.noAddress,
  ];
}
