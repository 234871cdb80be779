import { failureText } from '#shared/text/failure-text.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { statusReportText } from '#shared/text/status-report-text.ts';
import { saveText } from '#renderer/bridge/save-file.ts';
import type { Command, CommandTools, Target } from '#renderer/state/command.ts';
import { investigationNow } from '#renderer/state/recovery-store.ts';
import { type TerminalProgram, wantTerminal } from '#renderer/state/terminals-store.ts';
import { openDialog, select, setTab, showToast } from '#renderer/state/ui-store.ts';
import { tabKindOf } from '../tab-kind.ts';

const say = recoveryText.commands;

type HostTarget = Target & { readonly item: Extract<Target['item'], { is: 'host' }> };

function hostOf(targets: readonly Target[]): HostTarget | undefined {
  const [target] = targets;
  return targets.length === 1 && target?.item.is === 'host' ? { ...target, item: target.item } : undefined;
}

interface HostCommand extends Pick<Command, 'id' | 'icon'> {
  readonly name: string;
  readonly run: (target: HostTarget, tools: CommandTools) => void;
  readonly blockedBy?: (target: HostTarget) => readonly string[];
}

function hostCommand({ id, icon, name, run, blockedBy }: HostCommand): Command {
  return {
    id,
    group: 'open',
    icon,
    label: () => name,
    appliesTo: (targets) => hostOf(targets) !== undefined,
    blockedBy(targets) {
      const target = hostOf(targets);
      return target === undefined ? [] : (blockedBy?.(target) ?? []);
    },
    run(targets, tools) {
      const target = hostOf(targets);
      if (target !== undefined) run(target, tools);
    },
  };
}

function show(target: HostTarget, tab: 'recovery' | 'terminal'): void {
  select(target.item);
  setTab(tabKindOf(target), tab);
}

function open(program: TerminalProgram) {
  return (target: HostTarget): void => {
    wantTerminal({ server: target.server.id, host: target.item.ref, program });
    show(target, 'terminal');
  };
}

function asked(target: HostTarget): readonly string[] {
  return investigationNow(target.server.id, target.item.ref) === undefined ? [say.notOpen] : [];
}

function reached(target: HostTarget): readonly string[] {
  const investigation = investigationNow(target.server.id, target.item.ref);
  if (investigation === undefined) return [say.notOpen];
  return investigation.is === 'connected' ? [] : [statusReportText.noWay];
}

function saveEvidence({ server, item: { ref } }: HostTarget, { client }: CommandTools): void {
  client.call('recovery.report', { server: server.id, host: ref }).then(
    (result) => {
      const id = 'recovery.report';
      if (!result.ok) return showToast({ id, tone: 'danger', text: say.notSaved(failureText(result.failure).what) });
      const { name, text } = result.value;
      saveText(window, { name, text });
      return showToast({ id, tone: 'ok', text: say.saved(name) });
    },
    (error: unknown) => reportError(error),
  );
}

function checkAgain({ server, item: { ref } }: HostTarget, { client }: CommandTools): void {
  client.call('recovery.check-again', { server: server.id, host: ref }).then(
    (result) => !result.ok && showToast({ id: 'recovery.check-again', tone: 'danger', text: failureText(result.failure).what }),
    (error: unknown) => reportError(error),
  );
}

export const recoveryCommands: readonly Command[] = [
  hostCommand({ id: 'host.terminal', icon: 'terminal', name: say.terminal, run: open('shell') }),
  hostCommand({ id: 'host.console', icon: 'pc', name: say.console, run: open('console') }),
  hostCommand({ id: 'host.evidence', icon: 'download', name: say.saveEvidence, blockedBy: asked, run: saveEvidence }),
  hostCommand({
    id: 'host.status-report',
    icon: 'download',
    name: statusReportText.command,
    blockedBy: reached,
    run: ({ item }) => openDialog('status-report', [item]),
  }),
  hostCommand({ id: 'host.check-again', icon: 'refresh', name: say.checkAgain, blockedBy: asked, run: checkAgain }),
  hostCommand({ id: 'host.investigate', icon: 'probe', name: say.investigate, run: (target) => show(target, 'recovery') }),
];
