import type { ReactNode } from 'react';
import { clockText, timeText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { AgeMark } from '#renderer/ui/AgeMark.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Panel.module.css';
import { type Cell, type ChainLink, lookOfMark, type PanelModel, type PanelTable, panelAsText } from './panel-model.ts';

/** Read longer ago than this, a panel says when. */
const OLD_MS = 60_000;

export function Panel({ model, nowMs }: { readonly model: PanelModel; readonly nowMs: number }) {
  return (
    <PanelFrame title={model.title} icon={model.icon} mark={<PanelMark model={model} nowMs={nowMs} />} text={() => panelAsText(model)}>
      {model.state.is !== 'read' ? (
        <p className={css['note']}>{model.state.is === 'waiting' ? panelText.notAsked : panelText.unread(panelText.why[model.state.why])}</p>
      ) : (
        <>
          {model.tables.map((table) => (
            <PanelTableView key={table.label} table={table} />
          ))}
          {model.rows.length > 0 && (
            <dl className={css['rows']}>
              {model.rows.map(({ label, cell }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    <CellView cell={cell} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {model.chain !== undefined && <Chain chain={model.chain} />}
        </>
      )}
    </PanelFrame>
  );
}

export interface PanelFrameProps extends Pick<PanelModel, 'title' | 'icon'> {
  readonly mark: ReactNode;
  readonly text: () => string;
  readonly children: ReactNode;
}

export function PanelFrame({ title, icon, mark, text, children }: PanelFrameProps) {
  return (
    <section className={css['panel']} aria-label={title}>
      <header>
        <Icon name={icon} tone="quiet" />
        <h3>{title}</h3>
        <span className={css['mark']}>{mark}</span>
        <span className={css['copy']}>
          <Button kind="quiet" shape="icon" label={recoveryText.copyPanel(title)} onClick={() => copyText(text(), title)}>
            <Icon name="copy" size="small" />
          </Button>
        </span>
      </header>
      {children}
    </section>
  );
}

function PanelMark({ model: { state, verdict }, nowMs }: { readonly model: PanelModel; readonly nowMs: number }) {
  if (state.is === 'failed') return <StatusWord icon="warning" tone="warn" word={panelText.unreadShort} />;
  if (state.is === 'waiting') return null;
  const isOld = nowMs - state.atMs > OLD_MS;
  return (
    <>
      {verdict !== undefined && <StatusWord {...lookOfMark(verdict.mark)} word={verdict.word} />}
      {isOld && <AgeMark truth="last-known" word={timeText(state.atMs, nowMs)} full={recoveryText.lastReadAt(clockText(state.atMs))} />}
    </>
  );
}

function PanelTableView({ table: { label, columns, rows, empty } }: { readonly table: PanelTable }) {
  if (rows.length === 0) return <p className={css['note']}>{empty}</p>;
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, align = 'start' }) => (
            <th key={title} scope="col" data-align={align}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => (
              <td key={columns[index]?.title} data-align={columns[index]?.align ?? 'start'}>
                <CellView cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CellView({ cell: { word, mark, isEvidence = false, differs = false, isQuiet = false } }: { readonly cell: Cell }) {
  return (
    <span className={css['cell']} data-evidence={isEvidence} data-quiet={isQuiet}>
      {mark !== undefined && <Icon {...iconOf(mark)} size="small" />}
      <span>
        {differs && <strong>≠ </strong>}
        {word}
      </span>
    </span>
  );
}

function iconOf(mark: NonNullable<Cell['mark']>) {
  const { icon, tone } = lookOfMark(mark);
  return { name: icon, tone };
}

/** Only the first break matters; what comes after it cannot work. */
function Chain({ chain }: { readonly chain: readonly ChainLink[] }) {
  const broken = chain.findIndex(({ state }) => state === 'broken');
  return (
    <div className={css['chain']}>
      <h4>{panelText.chain}</h4>
      <ol>
        {chain.map(({ name, state, detail }, index) => (
          <li key={name} data-state={broken >= 0 && index > broken ? 'unknown' : state} data-first-break={index === broken} title={detail}>
            <Icon
              name={linkIcons[broken >= 0 && index > broken ? 'unknown' : state]}
              tone={linkTones[broken >= 0 && index > broken ? 'unknown' : state]}
              size="small"
            />
            {name}
            {index === broken && detail !== undefined && ` ${detail}`}
          </li>
        ))}
      </ol>
    </div>
  );
}

const linkIcons = { good: 'ok', broken: 'error', unknown: 'dash' } as const;
const linkTones = { good: 'ok', broken: 'danger', unknown: 'quiet' } as const;
