import { useMemo } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { ipv6Of } from '#shared/domain/networks/managed-at.ts';
import { networkMap, type NetworkMap, type NetworkRow, type Way } from '#shared/domain/networks/network-map.ts';
import { csvOf, tabbedText } from '#shared/domain/search/csv.ts';
import { networkText as say } from '#shared/text/network-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { offerFile } from '#renderer/state/offer-file.ts';
import { select } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { useCalm } from '#renderer/ui/use-calm.ts';
import { CardsCard } from './CardsCard.tsx';
import { ConflictsCard } from './ConflictsCard.tsx';
import { lookOf } from './link-look.ts';
import { mapTable } from './map-table.ts';
import { NetworkBar } from './NetworkBar.tsx';
import css from './Networks.module.css';
import { type CardsTold, useCardsTold } from './use-cards.ts';

const DRAWN_EVERY_MS = 1_000;

/** Of a pool every host, of a host only that one. */
export function NetworksTab({ target }: { readonly target: Target }) {
  return <Networks key={target.server.id} target={target} />;
}

/** What was told of the cards of one pool says nothing of another's. */
function Networks({ target: latest }: { readonly target: Target }) {
  const inventory = useCalm(latest.inventory, { about: latest.server.id, everyMs: DRAWN_EVERY_MS });
  const { item } = latest;
  const whole = useMemo(() => networkMap(inventory), [inventory]);
  const map = item.is === 'host' ? { ...whole, hosts: whole.hosts.filter((host) => host === item.ref) } : whole;
  const target = { ...latest, inventory };
  const told = useCardsTold(target);
  return (
    <div className={css['tab']} data-sheet="true">
      <h1 className={css['printed']}>{headOf(target)}</h1>
      <NetworkBar target={target} />
      <MapCard target={target} map={map} told={told} />
      <CardsCard target={target} hosts={map.hosts} {...told} />
      {item.is === 'pool' && <ConflictsCard target={target} />}
    </div>
  );
}

/** A printed sheet has to say what it is about. */
function headOf({ item, inventory, server }: Target): string {
  const pool = onlyPool(inventory)?.pool.name ?? '';
  const host = item.is === 'host' ? nameOf(inventory, item.ref) : '';
  const names = [...new Set([pool, host])].filter((name) => name !== '');
  return names.length === 0 ? server.address : names.join(' · ');
}

interface MapCardProps {
  readonly target: Target;
  readonly map: NetworkMap;
  readonly told: CardsTold;
}

function MapCard({ target: { item, server, inventory }, map, told }: MapCardProps) {
  const title = item.is === 'host' ? say.mapOfHost : say.map;
  const { hosts, rows } = map;
  const isNow = server.state.is === 'live';
  const table = () => mapTable(map, { inventory, isNow, ...told });
  return (
    <Card
      title={title}
      isLastKnown={!isNow}
      mark={
        <span className={css['tools']}>
          <CopyButton kind="quiet" text={() => tabbedText(table())} doneLabel={say.copied}>
            {say.copyMap}
          </CopyButton>
          <Button kind="quiet" onClick={() => offerFile({ name: say.mapFile(onlyPool(inventory)?.pool.name ?? ''), content: csvOf(table()) })}>
            {say.exportMap}
          </Button>
          <Button kind="quiet" onClick={() => window.print()}>
            {say.print}
          </Button>
        </span>
      }
    >
      {rows.length === 0 ? (
        <EmptyState>{say.none}</EmptyState>
      ) : (
        <CardTable
          label={title}
          rowHeight="two-lines"
          columns={[
            { title: say.network },
            { title: say.mtu, align: 'end', width: 'narrow' },
            { title: say.vms, align: 'end', width: 'narrow' },
            ...hosts.map((host) => ({ title: nameOf(inventory, host) })),
          ]}
          rows={rows.map((row) => ({
            key: row.ref,
            tone: row.differences.length > 0 ? ('warn' as const) : undefined,
            cells: [
              <NetworkCell key="network" row={row} server={server.id} />,
              row.network.mtu,
              row.vms,
              ...hosts.map((host) => <WayCell key={host} way={row.ways.get(host)} isPrivate={row.kind === 'private'} isNow={isNow} />),
            ],
          }))}
        />
      )}
    </Card>
  );
}

function nameOf(inventory: Inventory, host: HostRef): string {
  return inventory.host.get(host)?.name ?? '';
}

function NetworkCell({ row, server }: { readonly row: NetworkRow; readonly server: Target['server']['id'] }) {
  return (
    <div className={css['network']}>
      <span>
        <Icon name="network" tone="quiet" size="small" />
        <LinkButton onClick={() => select({ is: 'network', server, ref: row.ref })}>{row.network.name}</LinkButton>
      </span>
      {row.differences.length === 0 ? (
        <small>{say.kind[row.kind]}</small>
      ) : (
        row.differences.map((difference) => <StatusWord key={difference} icon="warning" tone="warn" word={say.differs[difference]} />)
      )}
    </div>
  );
}

function WayCell({ way, isPrivate, isNow }: { readonly way: Way | undefined; readonly isPrivate: boolean; readonly isNow: boolean }) {
  if (way === undefined) return isPrivate ? <small>–</small> : <StatusWord icon="dash" tone="warn" word={say.noWay} />;
  const { pif, device, members, vlan, needsRestart } = way;
  const parts = [device, ...(members.length === 0 ? [] : [`(${say.bondOf(members)})`]), ...(vlan === undefined ? [] : [say.vlan(vlan)])];
  return (
    <div className={css['way']}>
      <span>
        <LinkIcon way={way} isNow={isNow} /> {parts.join(' ')}
      </span>
      <small>
        {[
          pif.ip,
          ipv6Of(pif) ?? '',
          ...(pif.isManagement ? [say.management] : []),
          ...(pif.isAttached ? [] : [say.notPlugged]),
          ...(needsRestart ? [say.needsRestart] : []),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </small>
    </div>
  );
}

function LinkIcon({ way: { link, speedMbit }, isNow }: { readonly way: Way; readonly isNow: boolean }) {
  const shown = isNow ? link : 'unknown';
  const speed = speedMbit > 0 ? `, ${say.speed(speedMbit)}` : '';
  const { icon, tone } = lookOf(shown);
  return (
    <span className={css['link']} title={`${say.link[shown]}${speed}`}>
      <Icon name={icon} tone={tone} size="small" />
      <span className={css['spoken']}>{`${say.link[shown]}${speed}`}</span>
    </span>
  );
}
