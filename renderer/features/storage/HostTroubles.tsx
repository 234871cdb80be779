import { fabricDoubts, fabricSight } from '#shared/domain/storage/fabric-sight.ts';
import type { HostLook, HostShell } from '#shared/domain/storage/host-checks.ts';
import { isFabric, isLibrary, shellOf } from '#shared/domain/wizards/new-storage/readiness.ts';
import { storageFaultText } from '#shared/text/storage-fault-text.ts';
import { fabricDoubtText, shellDoubtText, storageHostsText } from '#shared/text/storage-hosts-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { iqnOf } from './IqnNotice.tsx';
import type { LocationProps } from './LocationPage.tsx';
import type { TestedHost } from './tested-host.ts';

interface HostTroublesProps extends LocationProps {
  readonly hosts: readonly TestedHost[];
}

/** What is wrong on each host, with what to do about it and what becomes of the host otherwise. */
export function HostTroubles({ hosts, wizard, inventory }: HostTroublesProps) {
  const { draft, tests } = wizard;
  const nameOf = (ref: TestedHost['ref']): string => hosts.find((host) => host.ref === ref)?.name ?? '';

  /** What went wrong on several in one way is said once, at the first of them; with iSCSI each has a name of its own to be let in by. */
  function sharers(ref: TestedHost['ref']): readonly string[] {
    const look = draft.hosts.get(ref);
    const alike = hosts.filter((host) => {
      const other = draft.hosts.get(host.ref);
      const isAlike = draft.kind !== 'iscsi' && look?.is === 'failed' && other?.is === 'failed' && other.code === look.code;
      return isAlike || host.ref === ref;
    });
    return alike[0]?.ref === ref ? alike.map(({ name }) => name) : [];
  }

  return (
    <>
      {hosts.map(({ ref, name }) => {
        const host = inventory.host.get(ref);
        const told = sharers(ref);
        const iqn = draft.kind === 'iscsi' && host !== undefined ? iqnOf(host) : '';
        return (
          <div key={ref}>
            {told.length > 0 && <LookTrouble name={told.join(', ')} iqn={iqn} look={isLibrary(draft.kind) ? undefined : draft.hosts.get(ref)} />}
            {isFabric(draft.kind) && <UnseenLuns name={name} scsiIds={draft.scsiIds} look={draft.hosts.get(ref)} />}
            {shellOf(draft, ref)?.doubts.map((doubt) => (
              <Notice key={JSON.stringify(doubt)} tone="warn" {...shellDoubtText(name, doubt)} />
            ))}
            <ShellTrouble name={name} shell={draft.shells.get(ref)} onTrust={() => tests.trust(ref)} />
          </div>
        );
      })}
      {isFabric(draft.kind) &&
        fabricDoubts(draft.scsiIds, draft.hosts).map((doubt) => (
          <Notice key={JSON.stringify(doubt)} tone="warn" {...fabricDoubtText(doubt, nameOf)} />
        ))}
    </>
  );
}

function LookTrouble({ name, look, iqn }: { readonly name: string; readonly look: HostLook | undefined; readonly iqn: string }) {
  if (look?.is === 'not-asked') return <Notice tone="known" what={`${name}: ${storageWizardText.hostAway}`} />;
  if (look?.is === 'not-told') return <Notice tone="warn" what={`${name}: ${storageHostsText.notTold}`} />;
  if (look?.is !== 'failed') return null;
  const { what, next } = look.fault === undefined ? { what: look.code, next: '' } : storageFaultText[look.fault];
  const named = iqn === '' ? '' : storageWizardText.iqn(iqn);
  return (
    <Notice tone="warn" what={`${name}: ${what}`} next={[next, named, storageWizardText.stays(name)].filter(Boolean).join(' ')} code={look.code}>
      {iqn !== '' && (
        <CopyButton text={() => iqn} doneLabel={storageWizardText.copied}>
          {storageWizardText.copyIqn}
        </CopyButton>
      )}
    </Notice>
  );
}

function UnseenLuns({ name, scsiIds, look }: { readonly name: string; readonly scsiIds: readonly string[]; readonly look: HostLook | undefined }) {
  const sight = fabricSight(scsiIds, look);
  if (sight === undefined || sight.notSeen.length === 0) return null;
  const ports = sight.adapters.flatMap(({ portName }) => portName ?? []);
  return (
    <Notice
      tone="warn"
      what={storageHostsText.fabric.notSeen(name, sight.notSeen)}
      next={[storageHostsText.fabric.zoning(ports), storageWizardText.stays(name)].join(' ')}
    >
      {ports.length > 0 && (
        <CopyButton text={() => ports.join('\n')} doneLabel={storageWizardText.copied}>
          {storageHostsText.fabric.copyPorts}
        </CopyButton>
      )}
    </Notice>
  );
}

function ShellTrouble({ name, shell, onTrust }: { readonly name: string; readonly shell: HostShell | undefined; readonly onTrust: () => void }) {
  if (shell?.is !== 'no-way') return null;
  const { asks } = shell;
  if (asks?.is !== 'host-key')
    return <Notice tone="known" what={storageHostsText.noWay(name)} next={storageHostsText.noWayNext(asks !== undefined)} />;
  return (
    <Notice tone="known" what={storageHostsText.keyUnknown(name)} next={storageHostsText.compare} code={`${asks.key.type} ${asks.key.fingerprint}`}>
      <Button onClick={onTrust}>{storageHostsText.trust}</Button>
    </Notice>
  );
}
