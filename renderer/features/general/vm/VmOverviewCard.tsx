import { homeOf, isHostLive } from '#shared/domain/inventory/facts.ts';
import { vmTruthText } from '#shared/text/recovery-text.ts';
import type { VmTruth } from '#shared/domain/liveness/vm-truth.ts';
import { dateText, timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { spanText } from '#shared/text/size-text.ts';
import { powerText } from '#shared/text/window-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { type Edited, sortingRows, writtenRows } from '../common-rows.tsx';
import { ObjectLink } from '../ObjectLink.tsx';
import { nodeProperty, textProperty, type Word, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import { TruthMark } from '../truth.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

export function VmOverviewCard({ facts, edited }: { readonly facts: VmFacts; readonly edited: Edited }) {
  const nowMs = useNow();
  const { is, truth, vm } = facts;
  const running: readonly Property[] = is === 'vm' ? [powerRow(facts, nowMs), hostRow(facts), homeRow(facts), uptimeRow(facts, nowMs)] : [];
  const properties = [
    ...writtenRows(edited),
    ...running,
    applianceRow(facts),
    ...installRows(facts),
    ...pendingRows(vm.needsReboot),
    ...sortingRows(edited),
  ];
  return <PropertyCard title={card.overview} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />;
}

const looks: Readonly<Record<string, Omit<Word, 'word'>>> = {
  Running: { icon: 'vmRunning', tone: 'ok' },
  Paused: { icon: 'vmPaused', tone: 'info' },
  Suspended: { icon: 'vmPaused', tone: 'info' },
};

/** The host's own word is worth more than what the pool knew last. */
function saidByHost(truth: VmTruth, nowMs: number): Property {
  if (truth.is === 'unknown') return wordProperty(label.power, { icon: 'clock', tone: 'known', word: vmTruthText.unknown });
  const look = { 'verified-running': ['key', 'ssh'], 'not-there': ['warning', 'warn'], 'ran-there': ['clock', 'known'] } as const;
  const [icon, tone] = look[truth.is];
  return wordProperty(label.power, { icon, tone, word: vmTruthText[truth.is](timeText(truth.atMs, nowMs)) });
}

function powerRow({ vm, truth }: VmFacts, nowMs: number): Property {
  const look = looks[vm.power] ?? { icon: 'vmStopped', tone: 'quiet' };
  if (vm.power === 'Running' && truth.ssh !== undefined) return saidByHost(truth.ssh, nowMs);
  return wordProperty(label.power, { icon: look.icon, tone: truth.isNow ? look.tone : 'known', word: powerText(vm.power) });
}

function hostRow({ target, vm }: VmFacts): Property {
  const { inventory, server } = target;
  const home = vm.residentOn === null || vm.power === 'Halted' ? undefined : homeOf(inventory, vm);
  if (home === undefined) return textProperty(label.host, '');
  const name = inventory.host.get(home)?.name ?? '';
  const isDark = server.state.is === 'live' && !isHostLive(inventory, home);
  const value = (
    <>
      <ObjectLink item={{ is: 'host', server: server.id, ref: home }} name={name} />
      {isDark && ` · ${sentence.hostDark}`}
    </>
  );
  return nodeProperty(label.host, value, name);
}

function homeRow({ target, vm }: VmFacts): Property {
  const host = vm.affinity === null ? undefined : target.inventory.host.get(vm.affinity);
  if (vm.affinity === null || host === undefined) return textProperty(label.home, sentence.noHome);
  return nodeProperty(label.home, <ObjectLink item={{ is: 'host', server: target.server.id, ref: vm.affinity }} name={host.name} />, host.name);
}

/** Of a machine that nobody sees, nobody knows that it has been up ever since. */
function uptimeRow({ target, vm, truth }: VmFacts, nowMs: number): Property {
  const started = vm.metrics === null ? undefined : target.inventory.vmMetrics.get(vm.metrics)?.startTime;
  if (vm.power !== 'Running') return textProperty(label.uptime, '');
  if (!truth.isNow && typeof started === 'number') return textProperty(label.uptime, sentence.booted(dateText(started)));
  return textProperty(label.uptime, started === undefined || started === null ? undefined : spanText(Math.max(0, nowMs - started)));
}

function applianceRow({ target, vm }: VmFacts): Property {
  const appliance = vm.appliance === null ? undefined : target.inventory.appliance.get(vm.appliance);
  if (vm.appliance === null || appliance === undefined) return textProperty(label.vapp, '');
  const link = <ObjectLink item={{ is: 'appliance', server: target.server.id, ref: vm.appliance }} name={appliance.name} />;
  return nodeProperty(label.vapp, link, appliance.name);
}

/** Of a template nobody knows when it was made. */
function installRows({ target, vm, is }: VmFacts): readonly Property[] {
  const installed = vm.metrics === null ? null : (target.inventory.vmMetrics.get(vm.metrics)?.installTime ?? null);
  return is !== 'vm' || installed === null ? [] : [textProperty(label.installed, dateText(installed))];
}

function pendingRows(needsReboot: boolean): readonly Property[] {
  return needsReboot ? [wordProperty(label.needsReboot, { icon: 'warning', tone: 'warn', word: sentence.needsReboot })] : [];
}
