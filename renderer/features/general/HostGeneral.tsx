import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import type { Target } from '#renderer/state/command.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import type { Edited } from './common-rows.tsx';
import { DetailsNote } from './DetailsNote.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { AddressesCard } from './host/AddressesCard.tsx';
import { CertificatesCard } from './host/CertificatesCard.tsx';
import { DarkWaysCard } from './host/DarkWaysCard.tsx';
import { HostOverviewCard } from './host/HostOverviewCard.tsx';
import { LicenceCard } from './host/LicenceCard.tsx';
import { MemoryCard } from './host/MemoryCard.tsx';
import { NowCard } from './host/NowCard.tsx';
import { ProcessorCard } from './host/ProcessorCard.tsx';
import { StorageLinksCard } from './host/StorageLinksCard.tsx';
import { VersionCard } from './host/VersionCard.tsx';
import { WitnessesCard } from './host/WitnessesCard.tsx';
import { NotesCard } from './NotesCard.tsx';
import { RecentCard } from './RecentCard.tsx';
import { type Truth, useTruth } from './truth.tsx';
import { type DetailsState, useDetails } from './use-details.ts';

/** What every card about a host starts from. */
export interface HostFacts {
  readonly target: Target;
  readonly ref: HostRef;
  readonly host: Host;
  readonly truth: Truth;
  readonly details: DetailsState<'host'>;
}

export function HostGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const host = item.is === 'host' ? inventory.host.get(item.ref) : undefined;
  if (item.is !== 'host' || host === undefined) return null;
  return <HostCards key={keyOf(item)} target={target} hostRef={item.ref} host={host} />;
}

function HostCards({ target, hostRef, host }: { readonly target: Target; readonly hostRef: HostRef; readonly host: Host }) {
  const truth = useTruth(target, hostRef);
  const details = useDetails(target, { class: 'host', ref: hostRef, record: host });
  const facts: HostFacts = { target, ref: hostRef, host, truth, details };
  const edited: Edited = { target, class: 'host', ref: hostRef, record: host };
  return (
    <>
      <DetailsNote details={details} />
      <Columns>
        <Stack>
          <HostOverviewCard facts={facts} edited={edited} />
          <VersionCard facts={facts} />
          <CertificatesCard facts={facts} />
        </Stack>
        <Stack>
          <AddressesCard facts={facts} />
          <DarkWaysCard facts={facts} />
          <MemoryCard facts={facts} />
          <StorageLinksCard facts={facts} />
          <ProcessorCard facts={facts} />
        </Stack>
        <Stack width="rest">
          <NowCard facts={facts} />
          <WitnessesCard facts={facts} />
          <RecentCard target={target} uuid={host.uuid} />
          <LicenceCard facts={facts} />
          <FieldsCard edited={edited} />
          <NotesCard edited={edited} />
        </Stack>
      </Columns>
    </>
  );
}
