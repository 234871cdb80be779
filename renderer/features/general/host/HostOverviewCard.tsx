import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { dateText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { spanText } from '#shared/text/size-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import type { Target } from '#renderer/state/command.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { type Edited, sortingRows, writtenRows } from '../common-rows.tsx';
import type { HostFacts } from '../HostGeneral.tsx';
import { ObjectLink } from '../ObjectLink.tsx';
import { detailProperty, missingProperty, nodeProperty, textProperty, wordProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import { TruthMark } from '../truth.tsx';

const { label, sentence, card } = propertiesText;

export function HostOverviewCard({ facts, edited }: { readonly facts: HostFacts; readonly edited: Edited }) {
  const nowMs = useNow();
  const { host, truth, details } = facts;
  const properties: readonly Property[] = [
    ...writtenRows(edited),
    roleRow(facts),
    enabledRow(facts),
    uptimeRow(facts, nowMs),
    textProperty(label.logServer, host.logging['syslog_destination'] ?? ''),
    textProperty(label.iscsiName, host.iqn, { isEvidence: true }),
    detailProperty(label.domain, details, ({ authType, domain }) => (authType === '' ? '' : domain)),
    detailProperty(label.certificateCheck, details, ({ verifiesTls }) => onOff(verifiesTls)),
    textProperty(label.multipathing, host.isMultipathing ? sentence.checksOn : sentence.checksOff),
    textProperty(label.powerOn, valueText('powerOn', host.powerOnMode)),
    detailProperty(label.ssh, details, ({ isSshEnabled }) => onOff(isSshEnabled)),
    textProperty(label.hardware, [host.biosStrings['system-manufacturer'], host.biosStrings['system-product-name']].filter(Boolean).join(' ')),
    textProperty(label.serial, host.biosStrings['system-serial-number']),
    ...sortingRows(edited),
  ];
  return <PropertyCard title={card.overview} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />;
}

function roleRow({ target, ref }: HostFacts): Property {
  const { inventory } = target;
  const top = onlyPool(inventory)?.pool;
  if (top === undefined || (top.name === '' && inventory.host.size === 1)) return textProperty(label.role, sentence.standalone);
  if (top.master === null) return missingProperty(label.role, 'unsaid');
  return masterRow(target, { host: ref, master: top.master });
}

function masterRow({ inventory, server }: Target, { host, master }: { readonly host: HostRef; readonly master: HostRef }): Property {
  if (master === host) return wordProperty(label.role, { icon: 'crown', tone: 'quiet', word: sentence.isMaster });
  const name = inventory.host.get(master)?.name ?? '';
  const value = (
    <>
      {sentence.memberOf} <ObjectLink item={{ is: 'host', server: server.id, ref: master }} name={name} />
    </>
  );
  return nodeProperty(label.role, value, `${sentence.memberOf} ${name}`);
}

function enabledRow({ host, truth }: HostFacts): Property {
  const isMaintained = host.otherConfig['MAINTENANCE_MODE'] === 'true';
  if (!truth.isNow) {
    const word = host.isEnabled ? sentence.accepted : isMaintained ? sentence.wasMaintained : sentence.refused;
    return wordProperty(label.enabled, { icon: 'clock', tone: 'known', word });
  }
  if (host.isEnabled) return wordProperty(label.enabled, { icon: 'ok', tone: 'ok', word: sentence.accepts });
  return wordProperty(label.enabled, {
    icon: isMaintained ? 'wrench' : 'dash',
    tone: 'warn',
    word: isMaintained ? sentence.maintenance : sentence.refuses,
  });
}

/** Of a host that nobody hears, nobody knows that it has been up ever since. */
function uptimeRow({ host: { otherConfig }, truth }: HostFacts, nowMs: number): Property {
  const bootedMs = momentOf(otherConfig['boot_time']);
  const toolstackMs = momentOf(otherConfig['agent_start_time']);
  if (bootedMs === undefined) return missingProperty(label.uptime, 'unsaid');
  if (!truth.isNow) return textProperty(label.uptime, sentence.booted(dateText(bootedMs)));
  const span = (sinceMs: number): string => spanText(Math.max(0, nowMs - sinceMs));
  return textProperty(label.uptime, toolstackMs === undefined ? span(bootedMs) : `${span(bootedMs)} · ${sentence.toolstack(span(toolstackMs))}`);
}

/** Both moments are written by the host, as seconds. */
function momentOf(seconds: string | undefined): number | undefined {
  const atMs = Number.parseFloat(seconds ?? '') * 1000;
  return Number.isFinite(atMs) && atMs > 0 ? atMs : undefined;
}

function onOff(isOn: boolean | undefined): string | undefined {
  if (isOn === undefined) return undefined;
  return isOn ? sentence.checksOn : sentence.checksOff;
}
