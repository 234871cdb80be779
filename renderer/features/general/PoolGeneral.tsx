import { isHostLive, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Pool, PoolRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import { dateText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { type Edited, sortingRows, writtenRows } from './common-rows.tsx';
import { DetailsNote } from './DetailsNote.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { productText } from './host/VersionCard.tsx';
import { NotesCard } from './NotesCard.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { detailProperty, missingProperty, nodeProperty, textProperty, wordProperty } from './properties.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { SrName } from './SrName.tsx';
import { type Truth, TruthMark, useTruth } from './truth.tsx';
import { type DetailsState, useDetails } from './use-details.ts';

const { label, card, sentence } = propertiesText;

export function PoolGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const pool = item.is === 'pool' ? inventory.pool.get(item.ref) : undefined;
  if (item.is !== 'pool' || pool === undefined) return null;
  return <PoolCards key={keyOf(item)} target={target} poolRef={item.ref} pool={pool} />;
}

interface PoolFacts {
  readonly target: Target;
  readonly pool: Pool;
  readonly truth: Truth;
  readonly details: DetailsState<'pool'>;
}

function PoolCards({ target, poolRef, pool }: { readonly target: Target; readonly poolRef: PoolRef; readonly pool: Pool }) {
  const truth = useTruth(target, undefined);
  const details = useDetails(target, { class: 'pool', ref: poolRef, record: pool });
  const facts: PoolFacts = { target, pool, truth, details };
  const edited: Edited = { target, class: 'pool', ref: poolRef, record: pool };
  const overview = [
    ...writtenRows(edited),
    masterRow(facts),
    ...countRows(facts),
    textProperty(label.user, target.server.user),
    ...sortingRows(edited),
  ];
  return (
    <>
      <DetailsNote details={details} />
      <Columns>
        <Stack>
          <PropertyCard title={card.overview} properties={overview} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />
          <PropertyCard title={card.version} properties={versionRows(facts)} isLastKnown={!truth.isNow} />
        </Stack>
        <Stack>
          <PropertyCard title={card.availability} properties={[haRow(pool)]} isLastKnown={!truth.isNow} />
          <PropertyCard title={card.management} properties={roleRows(facts)} isLastKnown={!truth.isNow} />
          <FieldsCard edited={edited} />
          <NotesCard edited={edited} />
        </Stack>
      </Columns>
    </>
  );
}

function masterRow({ target: { inventory, server }, pool }: PoolFacts): Property {
  const master = pool.master === null ? undefined : inventory.host.get(pool.master);
  if (pool.master === null || master === undefined) return missingProperty(label.master, 'unsaid');
  const link = <ObjectLink item={{ is: 'host', server: server.id, ref: pool.master }} name={master.name} />;
  return nodeProperty(
    label.master,
    <>
      {link} · {master.address}
    </>,
    `${master.name} ${master.address}`,
  );
}

function countRows({ target: { inventory } }: PoolFacts): readonly Property[] {
  const hosts = [...inventory.host.keys()];
  const vms = [...inventory.vm.values()].filter(isOrdinaryVm);
  return [
    textProperty(label.hosts, sentence.liveHosts(hosts.filter((host) => isHostLive(inventory, host)).length, hosts.length)),
    textProperty(label.vms, sentence.runningOf(vms.filter((vm) => vm.power === 'Running').length, vms.length)),
  ];
}

function versionRows({ target, details, pool }: PoolFacts): readonly Property[] {
  const versions = new Set([...target.inventory.host.values()].map(productText));
  const [version] = versions;
  const product =
    versions.size > 1
      ? wordProperty(label.product, { icon: 'warning', tone: 'warn', word: sentence.mixedVersions })
      : textProperty(label.product, version);
  return [
    product,
    textProperty(label.certificateCheck, pool.verifiesTls ? sentence.checksOn : sentence.checksOff),
    detailProperty(label.updateSync, details, ({ lastUpdateSync: at }) =>
      at === undefined ? undefined : at === null ? sentence.never : dateText(at),
    ),
    detailProperty(label.livePatching, details, ({ isLivePatchingDisabled: isOff }) =>
      isOff === undefined ? undefined : isOff ? sentence.checksOff : sentence.checksOn,
    ),
    detailProperty(label.compression, details, ({ hasMigrationCompression: isOn }) =>
      isOn === undefined ? undefined : isOn ? sentence.checksOn : sentence.checksOff,
    ),
  ];
}

function haRow(pool: Pool): Property {
  if (!pool.isHaEnabled) return textProperty(label.ha, sentence.haOff);
  const { haPlanExistsFor: planned, haFailuresToTolerate: promised } = pool;
  const isShort = pool.isHaOvercommitted || planned < promised;
  return wordProperty(label.ha, { icon: isShort ? 'warning' : 'ok', tone: isShort ? 'warn' : 'ok', word: sentence.haOn(planned, promised) });
}

function roleRows({ target, pool }: PoolFacts): readonly Property[] {
  const row = (name: string, sr: RefOf<'sr'> | null): Property =>
    sr === null ? textProperty(name, '') : nodeProperty(name, <SrName target={target} sr={sr} />, target.inventory.sr.get(sr)?.name ?? '');
  return [row(label.defaultSr, pool.defaultSr), row(label.suspendSr, pool.suspendImageSr), row(label.crashSr, pool.crashDumpSr)];
}
