import { type JoinCell, type JoinCheck, type JoinFix, type JoinGroup, joinGroups } from '#shared/domain/joining/cell.ts';
import { joinAdvice, joinCellText, joinCheckText, joinFixText, joinGroupText, joinText } from '#shared/text/join-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { type Column, verdictText } from './columns.ts';
import css from './Joining.module.css';

export interface JoinTableProps {
  readonly columns: readonly Column[];
  readonly onlyProblems: boolean;
  readonly isWanted: (column: Column) => boolean;
  readonly onWant: (column: Column, isWanted: boolean) => void;
  readonly onFix: (column: Column, fix: JoinFix) => void;
}

/** A column for each candidate, a row for each check: what passed is quiet, what did not says why and what helps. */
export function JoinTable(props: JoinTableProps) {
  const { columns } = props;
  return (
    <div className={css['scroll']}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col" className={css['corner']}>
              <strong>{joinText.all}</strong>
              <span>{joinText.repeated}</span>
            </th>
            {columns.map((column) => (
              <th key={column.known.server.id} scope="col">
                <Head column={column} {...props} />
              </th>
            ))}
          </tr>
        </thead>
        {Object.entries(joinGroups).map(([group, checks]) => (
          <Group key={group} name={group as JoinGroup} checks={checks} {...props} />
        ))}
      </table>
    </div>
  );
}

function Head({ column, isWanted, onWant }: JoinTableProps & { readonly column: Column }) {
  const look = headLook(column);
  return (
    <>
      <div className={css['head']}>
        <Checkbox
          label={joinText.choose(column.name)}
          isLabelHidden
          isOn={column.canJoin && isWanted(column)}
          onChange={(isOn) => onWant(column, isOn)}
        />
        <Icon name="host" tone="quiet" />
        <strong>{column.name}</strong>
        <span className={css['address']}>{column.address}</span>
        <span className={css['verdict']}>
          <Icon name={look.icon} tone={look.tone} />
          {verdictText(column)}
        </span>
      </div>
      <span>{column.canJoin ? joinText.takes : column.problems > 0 ? joinText.fixable(column.fixable, column.problems) : ''}</span>
    </>
  );
}

function headLook({ looked, canJoin, notes, isForcedIn }: Column): { readonly icon: IconName; readonly tone: Tone } {
  if (looked.is === 'looking') return { icon: 'refresh', tone: 'info' };
  if (looked.is === 'failed' || !canJoin) return { icon: 'error', tone: 'danger' };
  return notes > 0 || isForcedIn ? { icon: 'warning', tone: 'warn' } : { icon: 'ok', tone: 'ok' };
}

interface GroupProps extends JoinTableProps {
  readonly name: JoinGroup;
  readonly checks: readonly JoinCheck[];
}

function Group({ name, checks, ...table }: GroupProps) {
  const { columns, onlyProblems } = table;
  const found = (check: JoinCheck): readonly JoinCell[] => columns.flatMap(({ cells }) => cells.get(check) ?? []);
  const isTrouble = (check: JoinCheck): boolean => found(check).some(({ verdict }) => verdict !== 'passed');
  const shown = onlyProblems ? checks.filter(isTrouble) : checks;
  if (shown.length === 0) return null;
  const cells = checks.flatMap(found);
  const count = (wanted: JoinCell['verdict']): number => cells.filter(({ verdict }) => verdict === wanted).length;
  return (
    <tbody>
      <tr className={css['group']}>
        <th scope="rowgroup" colSpan={columns.length + 1}>
          {joinGroupText[name]} {cells.length > 0 && <span>· {joinText.groupLine(count('failed'), count('warns'))}</span>}
        </th>
      </tr>
      {shown.map((check) => (
        <tr key={check} data-trouble={isTrouble(check)}>
          <th scope="row">{joinCheckText[check]}</th>
          {columns.map((column) => (
            <td key={column.known.server.id}>
              <Cell cell={column.cells.get(check)} onFix={(fix) => table.onFix(column, fix)} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

const looks: Readonly<Record<JoinCell['verdict'], { readonly icon: IconName; readonly tone: Tone }>> = {
  passed: { icon: 'ok', tone: 'ok' },
  warns: { icon: 'warning', tone: 'warn' },
  failed: { icon: 'error', tone: 'danger' },
};

function Cell({ cell, onFix }: { readonly cell: JoinCell | undefined; readonly onFix: (fix: JoinFix) => void }) {
  if (cell === undefined) return <span className={css['waiting']}>{joinText.looking}</span>;
  const { icon, tone } = looks[cell.verdict];
  const advice = joinAdvice(cell);
  const fixes = cell.fixes ?? [];
  return (
    <div className={css['cell']} data-verdict={cell.verdict}>
      <Icon name={icon} tone={tone} />
      <span className={css['words']}>{joinCellText(cell)}</span>
      {(advice !== undefined || fixes.length > 0) && (
        <span className={css['advice']}>
          {advice}{' '}
          {fixes.map((fix) => (
            <LinkButton key={fix.is} onClick={() => onFix(fix)}>
              {joinFixText(fix)}
            </LinkButton>
          ))}
          {cell.code !== undefined && <code>{cell.code}</code>}
        </span>
      )}
    </div>
  );
}
