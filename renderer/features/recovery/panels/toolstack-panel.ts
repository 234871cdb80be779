import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { Service } from '#shared/domain/diagnosis/sight-toolstack.ts';
import { durationText } from '#shared/text/format.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { spanText } from '#shared/text/size-text.ts';
import { type Cell, type PanelFacts, type PanelModel, row, stateOf, valueOf } from './panel-model.ts';

export function toolstackPanel({ sight, nowMs }: PanelFacts): PanelModel {
  const state = stateOf(sight, ['role', 'services', 'emergency', 'marks']);
  return {
    id: 'toolstack',
    title: panelText.titles.toolstack,
    icon: 'wrench',
    state,
    verdict: state.is === 'read' ? verdictOf(sight) : undefined,
    tables: [],
    rows: [
      row(sight, 'services', panelText.xapi, (services) => xapiCell(sight, services)),
      row(sight, 'services', panelText.services, servicesCell),
      row(sight, 'role', panelText.role, (role) => {
        if (role.is === 'master') return panelText.isMaster;
        return role.is === 'member' ? panelText.memberOf(role.master) : { word: panelText.isBroken, mark: 'danger' };
      }),
      row(sight, 'emergency', panelText.emergencyMode, ({ is }) => ({ word: panelText.emergency[is], mark: is === 'normal' ? undefined : 'warn' })),
      ...reasonRows(sight),
      row(sight, 'hostRecord', panelText.enabled, ({ isEnabled }) =>
        isEnabled === undefined ? panelText.unknown : isEnabled ? panelText.yes : panelText.no,
      ),
      row(sight, 'dbGeneration', panelText.database, ({ generation, changedAtS }) =>
        generation === undefined || changedAtS === undefined
          ? ''
          : panelText.databaseOf(generation.toLocaleString(), durationText(Math.max(0, nowMs - changedAtS * 1000))),
      ),
      row(sight, 'tasks', panelText.tasks, (tasks) => panelText.tasksRunning(tasks.filter(({ status }) => status === 'pending').length)),
      row(sight, 'sshd', panelText.ssh, ({ isActive }) =>
        isActive === undefined ? panelText.unknown : isActive ? panelText.sshOn : panelText.sshOff,
      ),
      row(sight, 'ha', panelText.titles.ha, ({ isArmed }) =>
        isArmed === undefined ? panelText.unknown : isArmed ? { word: panelText.armed, mark: 'warn' } : panelText.notArmed,
      ),
    ],
  };
}

function xapiCell(sight: HostSight, services: readonly Service[]): Cell {
  const xapi = services.find(({ unit }) => unit === 'xapi.service' || unit === 'xapi');
  if (xapi === undefined) return { word: panelText.unknown, isQuiet: true };
  if (xapi.active !== 'active') return { word: panelText.notRunning(`${xapi.active}, ${xapi.sub}`), mark: 'danger' };
  const process = valueOf(sight, 'processes')?.find(({ pid }) => pid === xapi.pid);
  return { word: process === undefined ? panelText.runs : panelText.runsFor(process.pid, spanText(process.ageS * 1000)) };
}

/** A unit a release does not have is no fault. */
function servicesCell(services: readonly Service[]): Cell {
  const down = services.filter(
    ({ unit, load, active }) => load === 'loaded' && (active === 'failed' || active === 'activating') && !unit.startsWith('xapi.'),
  );
  if (down.length === 0) return { word: panelText.allRun };
  return { word: panelText.servicesDown(down.map(({ unit }) => unit.replace(/\.service$/, '')).join(', ')), mark: 'warn' };
}

function reasonRows(sight: HostSight): PanelModel['rows'] {
  const reason = valueOf(sight, 'emergency')?.reason;
  const isBlocked = valueOf(sight, 'marks')?.isStartBlocked === true;
  return [
    ...(reason === undefined
      ? []
      : [{ label: panelText.emergencyReason, cell: { word: [reason.code, ...reason.parameters].join(' '), isEvidence: true } }]),
    ...(isBlocked ? [{ label: panelText.startBlocked, cell: { word: panelText.yes, mark: 'danger' } as const }] : []),
  ];
}

function verdictOf(sight: HostSight): PanelModel['verdict'] {
  const xapi = valueOf(sight, 'services')?.find(({ unit }) => unit === 'xapi.service' || unit === 'xapi');
  if (xapi !== undefined && xapi.active !== 'active') return { mark: 'danger', word: panelText.down };
  const is = valueOf(sight, 'emergency')?.is;
  if (is === 'emergency') return { mark: 'warn', word: panelText.inEmergency };
  if (is !== undefined && is !== 'normal') return { mark: 'warn', word: panelText.waiting };
  return is === undefined && xapi === undefined ? undefined : { mark: 'ok', word: panelText.toolstackFine };
}
