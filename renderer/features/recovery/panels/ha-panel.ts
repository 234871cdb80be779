import type { Ha } from '#shared/domain/diagnosis/sight-toolstack.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type Cell, type PanelFacts, type PanelModel, row, stateOf, tableOf, valueOf } from './panel-model.ts';

export function haPanel({ sight, believed }: PanelFacts): PanelModel {
  const ha = valueOf(sight, 'ha');
  const poolWord = believed.isHaEnabled ? panelText.poolHaOn : panelText.poolHaOff;
  const differs = ha?.isArmed !== undefined && ha.isArmed !== believed.isHaEnabled;
  const liveset = ha?.isArmed === true || ha?.hasDaemon === true ? livesetOf({ sight, believed }) : { rows: [], tables: [] };
  return {
    id: 'ha',
    title: panelText.titles.ha,
    icon: 'heart',
    state: stateOf(sight, ['ha']),
    verdict: ha === undefined ? undefined : verdictOf(ha, differs),
    rows: [
      row(sight, 'ha', panelText.hostSays, ({ isArmed }) => armedWord(isArmed)),
      { label: panelText.poolBelieves, cell: { word: poolWord, differs } },
      row(sight, 'ha', panelText.haDaemon, ({ hasDaemon, isArmed }) => ({
        word: hasDaemon ? panelText.runs : panelText.no,
        mark: isArmed === true && !hasDaemon ? 'danger' : undefined,
      })),
      row(sight, 'ha', panelText.heartbeatDisks, ({ staticVdis }) => staticVdis.join(', ')),
      ...liveset.rows,
    ],
    tables: liveset.tables,
  };
}

/** What the daemon knows of all hosts; where it does not run there is none. */
function livesetOf({ sight, believed }: Pick<PanelFacts, 'sight' | 'believed'>): Pick<PanelModel, 'rows' | 'tables'> {
  const columns = [{ title: panelText.haHost }, { title: panelText.haAlive }, { title: panelText.haStatefile }];
  const nameOf = (host: string): string => believed.hosts.find(({ uuid }) => uuid === host)?.name ?? host;
  return {
    rows: [
      row(sight, 'liveset', panelText.haStatus, ({ status = panelText.unknown, trouble }) =>
        trouble === undefined ? status : { word: trouble, mark: 'warn' },
      ),
    ],
    tables: [
      tableOf(sight, 'liveset', { label: panelText.titles.ha, columns, empty: panelText.haNoHosts }, ({ hosts }) =>
        hosts.map(({ host, isLive, reachesStatefile }) => ({ key: host, cells: [{ word: nameOf(host) }, yesNo(isLive), yesNo(reachesStatefile)] })),
      ),
    ],
  };
}

function armedWord(isArmed: boolean | undefined): string {
  if (isArmed === undefined) return panelText.unknown;
  return isArmed ? panelText.armed : panelText.notArmed;
}

function yesNo(is: boolean | undefined): Cell {
  if (is === undefined) return { word: panelText.unknown, isQuiet: true };
  return is ? { word: panelText.yes, mark: 'ok' } : { word: panelText.no, mark: 'danger' };
}

function verdictOf({ isArmed, hasDaemon }: Ha, differs: boolean): PanelModel['verdict'] {
  if (isArmed === undefined) return undefined;
  if (isArmed && !hasDaemon) return { mark: 'danger', word: panelText.down };
  return { mark: differs ? 'warn' : isArmed ? 'ok' : 'unused', word: armedWord(isArmed) };
}
