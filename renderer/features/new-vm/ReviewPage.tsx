import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { BootFrom, NewVmRequest } from '#shared/domain/operations/new-vm-request.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { copyText } from '#renderer/state/copy-text.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { PropertyGrid } from '#renderer/ui/PropertyGrid.tsx';
import css from './NewVm.module.css';
import type { NewVm } from './use-new-vm.ts';

export function ReviewPage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change, request, problems, target } = wizard;
  if (request === undefined) return null;
  return (
    <>
      <h3>{say.review}</h3>
      <PropertyGrid
        properties={factsOf(request, target.inventory).map((fact) => ({ ...fact, copy: fact.value }))}
        copyLabel={propertiesText.copy}
        onCopy={({ label, copy }) => copyText(copy, label)}
      />
      <Checkbox label={say.startsAfter} isOn={draft.startsAfter} onChange={(startsAfter) => change({ startsAfter })} />
      {[...new Set(problems.map(problemText))].map((what) => (
        <Notice key={what} tone="warn" what={what} />
      ))}
      <p className={css['note']}>{request.description}</p>
    </>
  );
}

function factsOf(request: NewVmRequest, inventory: Inventory) {
  const { vcpus, coresPerSocket, memoryBytes, leastMemoryBytes, firmware, home, disks, cards, copyTo } = request;
  const inherited = disksOfVm(inventory, request.template).flatMap((ref) => inventory.vdi.get(ref) ?? []);
  const nameOfSr = (ref: NewVmRequest['copyTo'] | null): string => (ref === undefined || ref === null ? '' : (inventory.sr.get(ref)?.name ?? ''));
  return [
    { label: say.facts.template, value: inventory.vm.get(request.template)?.name ?? '' },
    { label: say.facts.name, value: request.name },
    { label: say.facts.home, value: home === undefined ? say.anyHost : (inventory.host.get(home)?.name ?? '') },
    { label: say.facts.processors, value: `${vcpus}: ${say.topology(vcpus / Math.max(1, coresPerSocket), coresPerSocket)}` },
    { label: say.facts.memory, value: say.memoryRange(sizeText(leastMemoryBytes), sizeText(memoryBytes)) },
    { label: say.facts.firmware, value: firmwareWords(firmware) },
    { label: say.facts.boot, value: bootWords(request.boot, inventory) },
    {
      label: say.facts.disks,
      value: [
        ...inherited.map(({ name, virtualSize, sr }) => say.diskOn(name, sizeText(virtualSize), nameOfSr(copyTo ?? sr))),
        ...disks.map(({ name, sizeBytes, target }) => say.diskOn(name, sizeText(sizeBytes), nameOfSr(target))),
      ].join('; '),
    },
    {
      label: say.facts.cards,
      value: cards.map(({ network, mac }) => [inventory.network.get(network)?.name ?? '', ...(mac === undefined ? [] : [mac])].join(' ')).join('; '),
    },
  ];
}

function firmwareWords(firmware: NewVmRequest['firmware']): string {
  if (firmware === undefined) return say.asTemplate;
  const words = [
    firmware.is === 'uefi' ? say.uefi : say.bios,
    ...(firmware.isSecureBoot ? [say.secureBootOn] : []),
    ...(firmware.hasTpm ? [say.tpmOn] : []),
  ];
  return words.join(', ');
}

function bootWords(boot: BootFrom, inventory: Inventory): string {
  if (boot.is === 'network') return say.fromNetwork;
  if (boot.is === 'disk') return say.fromDisk;
  return boot.disc === undefined ? say.noDisc : (inventory.vdi.get(boot.disc)?.name ?? say.noDisc);
}
