import { useEffect, useState } from 'react';
import type { Details } from '#shared/domain/details/details.ts';
import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { PoolSettings } from '#shared/domain/operations/pool-settings.ts';
import { migrationNetworks } from '#shared/domain/rules/pool-settings-rules.ts';
import { poolSettingsText as text } from '#shared/text/pool-settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { SelectField, Toggle } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

export type SectionName = keyof typeof text.sections;

export interface PoolDraft extends PoolSettings {
  readonly tagsText: string;
  readonly verifiesTls: boolean;
}

export interface PageProps {
  readonly section: Exclude<SectionName, 'powerOn'>;
  readonly target: Target;
  readonly draft: PoolDraft;
  readonly onChange: (change: Partial<PoolDraft>) => void;
}

export function PoolSettingsPage({ section, target, draft, onChange }: PageProps) {
  const known = useKnown(target);
  switch (section) {
    case 'general':
      return (
        <>
          <TextField label={text.name} value={draft.name} onType={(name) => onChange({ name })} />
          <TextField label={text.description} value={draft.description} onType={(description) => onChange({ description })} />
          <TextField label={text.tags} value={draft.tagsText} onType={(tagsText) => onChange({ tagsText })} hint={text.tagsHint} />
        </>
      );
    case 'storage':
      return <StoragePage inventory={target.inventory} draft={draft} onChange={onChange} />;
    case 'moves':
      return <MovesPage inventory={target.inventory} draft={draft} onChange={onChange} canCompress={known?.hasMigrationCompression} />;
    case 'availability':
      return (
        <Toggle
          label={text.overcommit}
          hint={text.overcommitHint}
          isOn={draft.mayOvercommitHa}
          onChange={(mayOvercommitHa) => onChange({ mayOvercommitHa })}
        />
      );
    case 'network':
      return (
        <Toggle label={text.igmp} hint={text.igmpHint} isOn={draft.isIgmpSnooping} onChange={(isIgmpSnooping) => onChange({ isIgmpSnooping })} />
      );
    default:
      return <SecurityPage wasOn={onlyPool(target.inventory)?.pool.verifiesTls === true} draft={draft} onChange={onChange} />;
  }
}

type PartProps = Pick<PageProps, 'draft' | 'onChange'>;

interface InventoryProps extends PartProps {
  readonly inventory: Inventory;
}

const NONE = '';

function StoragePage({ inventory, draft, onChange }: InventoryProps) {
  const options = repositories(inventory);
  const roles = [
    ['defaultSr', text.defaultSr],
    ['suspendImageSr', text.suspendImageSr],
    ['crashDumpSr', text.crashDumpSr],
  ] as const;
  const isLocal = roles.some(([role]) => options.find(({ value }) => value === draft[role])?.isLocal === true);
  return (
    <>
      {roles.map(([role, label]) => (
        <SelectField
          key={role}
          label={label}
          value={draft[role] ?? NONE}
          options={[{ value: NONE, label: text.none }, ...options]}
          onChoose={(value) => onChange({ [role]: options.find((option) => option.value === value)?.ref ?? null })}
        />
      ))}
      {isLocal && inventory.host.size > 1 && <p>{text.localHint}</p>}
    </>
  );
}

interface Repository {
  readonly ref: RefOf<'sr'>;
  readonly value: string;
  readonly label: string;
  readonly isLocal: boolean;
}

/** Those that hold disks; which host has one that is not shared is part of its name. */
function repositories(inventory: Inventory): readonly Repository[] {
  return [...inventory.sr]
    .filter(([, { contentType }]) => contentType !== 'iso')
    .map(([ref, { name, isShared }]) => {
      const host = [...inventory.pbd.values()].find(({ sr }) => sr === ref)?.host ?? null;
      const owner = host === null ? undefined : inventory.host.get(host)?.name;
      return { ref, value: ref, isLocal: !isShared, label: isShared || owner === undefined ? name : text.ofOneHost(name, owner) };
    })
    .toSorted((a, b) => (a.isLocal === b.isLocal ? byNaturalOrder(a.label, b.label) : Number(a.isLocal) - Number(b.isLocal)));
}

function MovesPage({ inventory, draft, onChange, canCompress }: InventoryProps & { readonly canCompress: boolean | undefined }) {
  const networks = migrationNetworks(inventory);
  const isUsable = draft.migrationNetwork === NONE || networks.some(({ uuid }) => uuid === draft.migrationNetwork);
  const lost = [...inventory.network.values()].find(({ uuid }) => uuid === draft.migrationNetwork)?.name ?? draft.migrationNetwork;
  return (
    <>
      <SelectField
        label={text.migrationNetwork}
        value={draft.migrationNetwork}
        options={[
          { value: NONE, label: text.managementNetwork },
          ...networks.map(({ uuid, name }) => ({ value: uuid, label: name })),
          ...(isUsable ? [] : [{ value: draft.migrationNetwork, label: text.networkLost(lost) }]),
        ]}
        onChoose={(migrationNetwork) => onChange({ migrationNetwork })}
      />
      <p>{text.noNetwork}</p>
      {canCompress === undefined ? (
        <p>
          {text.compression}: {text.unsupported}
        </p>
      ) : (
        <Toggle
          label={text.compression}
          hint={text.compressionHint}
          isOn={draft.compressesMigration}
          onChange={(compressesMigration) => onChange({ compressesMigration })}
        />
      )}
    </>
  );
}

function SecurityPage({ wasOn, draft, onChange }: PartProps & { readonly wasOn: boolean }) {
  return (
    <>
      {wasOn ? (
        <p>{text.verifyTlsOn}</p>
      ) : (
        <Toggle label={text.verifyTls} hint={text.verifyTlsHint} isOn={draft.verifiesTls} onChange={(verifiesTls) => onChange({ verifiesTls })} />
      )}
      <Toggle label={text.livePatching} isOn={!draft.isLivePatchingOff} onChange={(isOn) => onChange({ isLivePatchingOff: !isOn })} />
    </>
  );
}

/** What this release knows of a pool at all. */
function useKnown({ server: { id }, inventory }: Target): Details<'pool'> | undefined {
  const client = useClient();
  const ref = onlyPool(inventory)?.ref;
  const [known, setKnown] = useState<Details<'pool'>>();
  useEffect(() => {
    if (ref === undefined) return undefined;
    const stop = new AbortController();
    client.call('object.details', { server: id, class: 'pool', ref }, stop.signal).then(
      (result) => {
        if (result.ok && !stop.signal.aborted) setKnown(result.value.fields);
      },
      (error: unknown) => reportError(error),
    );
    return () => stop.abort();
  }, [client, id, ref]);
  return known;
}
