import type { Server } from '#shared/contract/calls/server-calls.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { JoinCell, JoinCheck, JoinFix } from '#shared/domain/joining/cell.ts';
import { type FixPlace, requestsOfFix } from '#shared/domain/joining/fix.ts';
import { hindrances, joinCells } from '#shared/domain/joining/join-table.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { joinAdvice, joinCellText, joinCheckText, joinText } from '#shared/text/join-text.ts';
import type { Looked, Sides } from './use-sides.ts';

export interface Known {
  readonly server: Server;
  readonly inventory: Inventory;
}

/** A candidate with what was found of it. */
export interface Column {
  readonly known: Known;
  readonly name: string;
  readonly address: string;
  readonly looked: Looked;
  readonly cells: ReadonlyMap<JoinCheck, JoinCell>;
  readonly problems: number;
  readonly notes: number;
  readonly fixable: number;
  readonly canJoin: boolean;
  readonly isForcedIn: boolean;
}

export function knownServers(servers: readonly Server[], inventories: ReadonlyMap<string, Inventory>): readonly Known[] {
  return servers.flatMap((server) => {
    const inventory = inventories.get(server.id) ?? emptyInventory;
    return server.state.is === 'live' && onlyPool(inventory) !== undefined ? [{ server, inventory }] : [];
  });
}

export function hostNameOf({ inventory, server }: Known): string {
  const [host] = inventory.host.values();
  return host?.name ?? server.address;
}

export const isAlone = ({ inventory }: Known): boolean => inventory.host.size === 1;

export interface ColumnSetup {
  readonly target: Known | undefined;
  readonly candidates: readonly Known[];
  readonly sides: Sides;
  readonly joining: number;
  readonly isForced: boolean;
}

export function columnsOf({ target, candidates, sides, joining, isForced }: ColumnSetup): readonly Column[] {
  const pool = target === undefined ? undefined : sides.of(target.server.id);
  return candidates.map((known) => {
    const looked = sides.of(known.server.id);
    const isSeen = looked.is === 'seen' && pool?.is === 'seen';
    const cells = isSeen ? joinCells({ host: looked.side, pool: pool.side, joining, nowMs: Date.now() }) : [];
    const [host] = known.inventory.host.values();
    return {
      known,
      name: hostNameOf(known),
      address: host?.address ?? known.server.address,
      looked: pool?.is === 'failed' ? pool : looked,
      ...judged(cells, isForced),
      canJoin: isSeen && hindrances(cells, isForced).length === 0,
    };
  });
}

function judged(cells: readonly JoinCell[], isForced: boolean): Pick<Column, 'cells' | 'problems' | 'notes' | 'fixable' | 'isForcedIn'> {
  const all = hindrances(cells, false);
  return {
    cells: new Map(cells.map((cell) => [cell.check, cell])),
    problems: all.length,
    notes: cells.filter(({ verdict }) => verdict === 'warns').length,
    fixable: all.filter(({ fixes }) => fixes !== undefined).length,
    isForcedIn: all.length > 0 && hindrances(cells, isForced).length === 0,
  };
}

export function fixRequests(fix: JoinFix, column: Known, target: Known): readonly OperationRequest[] {
  const place = ({ server, inventory }: Known): FixPlace | undefined => {
    const ref = onlyPool(inventory)?.ref;
    return ref === undefined ? undefined : { server: server.id, pool: ref };
  };
  const [host, pool] = [place(column), place(target)];
  return host === undefined || pool === undefined ? [] : requestsOfFix(fix, { host, pool });
}

export function verdictText({ looked, canJoin, isForcedIn, problems, notes }: Column): string {
  if (looked.is === 'failed') return joinText.notReached(failureText(looked.failure).what);
  if (looked.is === 'looking') return joinText.looking;
  if (!canJoin) return joinText.cannot(problems);
  if (isForcedIn) return joinText.forced;
  return notes === 0 ? joinText.canJoin : joinText.notes(notes);
}

/** The table as text, for a mail or a ticket. */
export function reportOf(columns: readonly Column[]): string {
  return columns
    .map((column) => {
      const lines = [...column.cells.values()].map((cell) => {
        const sign = cell.verdict === 'passed' ? 'passed' : cell.verdict === 'warns' ? 'note' : 'PROBLEM';
        const advice = joinAdvice(cell);
        return `${sign}\t${joinCheckText[cell.check]}\t${joinCellText(cell)}${advice === undefined ? '' : ` ${advice}`}${cell.code === undefined ? '' : ` (${cell.code})`}`;
      });
      return [`${column.name} ${column.address}: ${verdictText(column)}`, ...lines].join('\n');
    })
    .join('\n\n');
}
