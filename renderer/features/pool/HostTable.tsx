import { byNaturalOrder, homeOf, isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import { windowText } from '#shared/text/window-text.ts';
import { DataTable } from '#renderer/ui/DataTable.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

export interface HostTableProps {
  readonly inventory: Inventory;
  readonly isLastKnown: boolean;
  readonly onOpen: (host: HostRef) => void;
}

const say = windowText.details;

/** The members of a pool, master first: a pool has at most 64. */
export function HostTable({ inventory, isLastKnown, onOpen }: HostTableProps) {
  const master = onlyPool(inventory)?.pool.master;
  const hosts = [...inventory.host].sort(([aRef, a], [bRef, b]) =>
    aRef === master || bRef === master ? Number(bRef === master) - Number(aRef === master) : byNaturalOrder(a.name, b.name),
  );
  const running = Map.groupBy(
    [...inventory.vm.values()].filter((vm) => isOrdinaryVm(vm) && vm.power === 'Running'),
    (vm) => homeOf(inventory, vm),
  );
  return (
    <DataTable
      title={say.hosts}
      isLastKnown={isLastKnown}
      columns={[say.name, say.address, say.role, say.state, say.runningVms]}
      rows={hosts.map(([ref, host]) => ({
        key: ref,
        cells: [
          <LinkButton key="name" onClick={() => onOpen(ref)}>
            {host.name}
          </LinkButton>,
          host.address,
          ref === master ? say.masterRole : say.memberRole,
          <HostState key="state" host={host} isLive={isHostLive(inventory, ref)} isLastKnown={isLastKnown} />,
          running.get(ref)?.length ?? 0,
        ],
      }))}
    />
  );
}

interface HostStateProps {
  readonly host: Host;
  readonly isLive: boolean;
  readonly isLastKnown: boolean;
}

function HostState({ host, isLive, isLastKnown }: HostStateProps) {
  if (isLastKnown) return <StatusWord icon="clock" tone="known" word={isLive ? say.wasLive : say.wasDark} />;
  if (!isLive) return <StatusWord icon="dark" tone="warn" word={say.dark} />;
  return host.isEnabled ? <StatusWord icon="ok" tone="ok" word={say.live} /> : <StatusWord icon="dash" tone="quiet" word={say.disabled} />;
}
