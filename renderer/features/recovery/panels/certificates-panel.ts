import type { CertificateFile } from '#shared/domain/diagnosis/sight-toolstack.ts';
import { dateText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { type Cell, type PanelFacts, type PanelModel, row, stateOf, tableOf, valueOf } from './panel-model.ts';

/** Enough to tell two apart; the rest is in what is copied. */
const SHOWN_PAIRS = 17;

export function certificatesPanel({ sight, nowMs }: PanelFacts): PanelModel {
  const state = stateOf(sight, ['certificates']);
  const own = valueOf(sight, 'certificates')?.own ?? [];
  const bad = own.map((file) => validity(file, nowMs)).find(({ mark }) => mark !== 'ok');
  return {
    id: 'certificates',
    title: panelText.titles.certificates,
    icon: 'shield',
    state,
    verdict:
      own.length === 0
        ? undefined
        : bad === undefined
          ? { mark: 'ok', word: panelText.certificatesFine }
          : { mark: bad.mark ?? 'warn', word: bad.word },
    rows: [
      row(sight, 'certificates', panelText.verifying, ({ isVerifying }) => (isVerifying ? panelText.yes : panelText.no)),
      row(sight, 'certificates', panelText.trusted, ({ trusted }) => String(trusted.length)),
    ],
    tables: [
      tableOf(
        sight,
        'certificates',
        {
          label: panelText.titles.certificates,
          columns: [{ title: panelText.file }, { title: panelText.validTo }, { title: panelText.fingerprint }],
          empty: panelText.noCertificates,
        },
        (certificates) =>
          certificates.own.map((file) => ({
            key: file.path,
            cells: [
              { word: file.path.replace(/^.*\//, '') },
              validity(file, nowMs),
              { word: `${(file.sha256 ?? '').slice(0, SHOWN_PAIRS)}…`, isEvidence: true },
            ],
          })),
      ),
    ],
  };
}

function validity({ validFromMs, validToMs }: CertificateFile, nowMs: number): Cell {
  if (validToMs !== undefined && validToMs < nowMs) return { word: panelText.expired, mark: 'danger' };
  if (validFromMs !== undefined && validFromMs > nowMs) return { word: panelText.notYetValid, mark: 'danger' };
  return validToMs === undefined ? { word: panelText.unknown, mark: 'warn' } : { word: dateText(validToMs), mark: 'ok' };
}
