import type { Domain } from '#shared/domain/diagnosis/sight-machine.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import type { PoolWord } from '../believed-of.ts';
import { type Mark, type PanelFacts, type PanelModel, type PanelTable, stateOf, valueOf } from './panel-model.ts';

const MIB = 1024 ** 2;

/** What runs there for certain, beside what the pool believes: the list that lives and data hang on. */
export function vmsPanel({ sight, believed }: PanelFacts): PanelModel {
  const domains = valueOf(sight, 'domains')?.domains.filter(({ id }) => id > 0);
  const state = stateOf(sight, ['domains']);
  return {
    id: 'vms',
    title: panelText.titles.vms,
    icon: 'vmRunning',
    state,
    rows: [],
    verdict: domains === undefined ? undefined : verdictOf(domains, believed),
    tables: [
      {
        label: panelText.titles.vms,
        columns: [
          { title: panelText.name },
          { title: panelText.domain, align: 'end' },
          { title: panelText.ram, align: 'end' },
          { title: panelText.cpus, align: 'end' },
          { title: panelText.state },
        ],
        empty: domains === undefined ? panelText.notAsked : panelText.noVms,
        rows: domains === undefined ? [] : [...domains.map((domain) => rowOf(domain, believed)), ...missingRows(domains, believed)],
      },
    ],
  };
}

function rowOf(domain: Domain, believed: PoolWord): PanelTable['rows'][number] {
  const known = believed.vms.find(({ uuid }) => uuid === domain.uuid);
  return {
    key: String(domain.id),
    cells: [
      { word: known?.name ?? domain.name ?? domain.uuid ?? panelText.nameless },
      { word: String(domain.id) },
      { word: domain.memoryMiB === undefined ? '' : sizeText(domain.memoryMiB * MIB) },
      { word: domain.vcpus === undefined ? '' : String(domain.vcpus) },
      known !== undefined ? { word: panelText.domains[domain.state], mark: markOf(domain) } : { word: panelText.notBelieved, differs: true },
    ],
  };
}

function markOf({ state }: Domain): Mark {
  if (state === 'running' || state === 'blocked') return 'ok';
  return state === 'crashed' ? 'danger' : 'warn';
}

/** Believed to run here, and not among what runs. */
function missingRows(domains: readonly Domain[], believed: PoolWord): PanelTable['rows'] {
  const seen = new Set(domains.map(({ uuid }) => uuid));
  return believed.vms
    .filter(({ uuid }) => !seen.has(uuid))
    .map(({ uuid, name }) => ({
      key: uuid,
      cells: [{ word: name }, { word: '' }, { word: '' }, { word: '' }, { word: panelText.notOnIt, differs: true }],
    }));
}

function verdictOf(domains: readonly Domain[], believed: PoolWord): PanelModel['verdict'] {
  const uuids = new Set(domains.map(({ uuid }) => uuid));
  const there = believed.vms.filter(({ uuid }) => uuids.has(uuid)).length;
  const isSame = there === believed.vms.length && there === domains.length;
  return isSame
    ? { mark: 'ok', word: panelText.vmsSeen(there, believed.vms.length) }
    : { mark: 'warn', word: panelText.vmsMore(domains.length, believed.vms.length) };
}
