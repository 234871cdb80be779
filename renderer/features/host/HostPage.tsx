import { homeOf, isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import { windowText } from '#shared/text/window-text.ts';
import { ObjectPage, type ObjectPageProps } from '#renderer/ui/ObjectPage.tsx';
import { type Property, PropertyCard } from '#renderer/ui/PropertyCard.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

export interface HostPageProps extends Pick<ObjectPageProps, 'commands' | 'notice'> {
  readonly inventory: Inventory;
  readonly host: HostRef;
  readonly isLastKnown: boolean;
}

const say = windowText.details;

export function HostPage({ inventory, host, isLastKnown, commands, notice }: HostPageProps) {
  const record = inventory.host.get(host);
  if (record === undefined) return null;
  const isLive = isHostLive(inventory, host);
  const pool = onlyPool(inventory)?.pool;
  const vms = [...inventory.vm.values()].filter((vm) => isOrdinaryVm(vm) && homeOf(inventory, vm) === host);
  const properties: Property[] = [
    { label: say.description, value: record.description || say.noValue },
    { label: say.role, value: roleText(inventory, host) },
    { label: say.enabled, value: enabledWord(record) },
    { label: say.vms, value: say.running(vms.filter((vm) => vm.power === 'Running').length, vms.length) },
    { label: say.address, value: record.address, isEvidence: true },
    { label: say.product, value: productText(record) },
    { label: say.uuid, value: record.uuid, isEvidence: true },
  ];
  const role = pool?.master === host ? 'master' : 'member';
  const subtitle =
    pool === undefined || pool.name === '' ? say.standaloneSubtitle(record.address) : say.hostSubtitle(role, pool.name, record.address);
  return (
    <ObjectPage
      icon="host"
      tone={isLive ? 'neutral' : 'warn'}
      name={record.name}
      subtitle={subtitle}
      witness={<PoolWitness isLive={isLive} isLastKnown={isLastKnown} />}
      commands={commands}
      notice={notice}
    >
      <PropertyCard title={say.overview} properties={properties} isLastKnown={isLastKnown || !isLive} />
    </ObjectPage>
  );
}

function PoolWitness(seen: { readonly isLive: boolean; readonly isLastKnown: boolean }) {
  return (
    <>
      <span>{say.poolSays}</span>
      <WitnessWord {...seen} />
    </>
  );
}

function WitnessWord({ isLive, isLastKnown }: { readonly isLive: boolean; readonly isLastKnown: boolean }) {
  if (isLastKnown) return <StatusWord icon="clock" tone="known" word={isLive ? say.wasLive : say.wasDark} />;
  return isLive ? <StatusWord icon="ok" tone="ok" word={say.live} /> : <StatusWord icon="dark" tone="warn" word={say.dark} />;
}

function enabledWord(host: Host) {
  return host.isEnabled ? <StatusWord icon="ok" tone="ok" word={say.yesEnabled} /> : <StatusWord icon="dash" tone="warn" word={say.noEnabled} />;
}

function roleText(inventory: Inventory, host: HostRef): string {
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  if (master === undefined || master === host) return say.isMaster;
  return say.memberOf(inventory.host.get(master)?.name ?? say.noValue);
}

function productText({ software }: Host): string {
  const text = [software['product_brand'], software['product_version']].filter(Boolean).join(' ');
  return text === '' ? say.noValue : text;
}
