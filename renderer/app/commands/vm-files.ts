import { exportProblems } from '#shared/domain/rules/vm-file-rules.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import type { Command, Target } from '#renderer/state/command.ts';
import { reasonsOf, whyNotOpen } from './reasons.ts';

function whyNoExport(target: Target): readonly string[] {
  const { item, inventory } = target;
  if (item.is !== 'vm' && item.is !== 'template' && item.is !== 'snapshot') return [];
  const lost = whyNotOpen(target, 'http/get_export');
  return lost.length > 0 ? lost : reasonsOf([exportProblems(inventory, item.ref)].filter((problems) => problems.length > 0));
}

const EXPORTED: ReadonlySet<string> = new Set(['vm', 'template', 'snapshot']);
const IMPORTED_INTO: ReadonlySet<string> = new Set(['pool', 'host', 'server']);

export const vmFileCommands: readonly Command[] = [
  {
    id: 'vm.export',
    group: 'move',
    label: () => vmFilesText.exportCommand,
    appliesTo: (targets) => targets.length > 0 && targets.every(({ item }) => EXPORTED.has(item.is)),
    // Of several, those that can go do.
    blockedBy(targets) {
      const why = targets.map(whyNoExport);
      return why.some((reasons) => reasons.length === 0) ? [] : [...new Set(why.flat())];
    },
    run: (targets, tools) => tools.open('vm-export', targets),
  },
  {
    id: 'vm.import',
    group: 'move',
    isRare: true,
    label: () => vmFilesText.importCommand,
    appliesTo: (targets) => targets.length === 1 && targets.every(({ item }) => IMPORTED_INTO.has(item.is)),
    blockedBy: (targets) => targets.flatMap((target) => whyNotOpen(target, 'http/put_import')),
    run: (targets, tools) => tools.open('vm-import', targets),
  },
];
