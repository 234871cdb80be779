import { fabricSight } from '#shared/domain/storage/fabric-sight.ts';
import { storageHostsText } from '#shared/text/storage-hosts-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ClockCell, HostName, signs } from './HostTable.tsx';
import css from './NewStorage.module.css';
import type { TestedHost } from './tested-host.ts';
import type { Draft } from './use-new-storage.ts';

const { fabric: words } = storageHostsText;

/** Which of the chosen LUNs each host sees by its own adapters, and over how many paths. */
export function FabricTable({ hosts, draft }: { readonly hosts: readonly TestedHost[]; readonly draft: Draft }) {
  return (
    <div className={css['scroll']}>
      <table className={css['table']} aria-label={storageWizardText.hosts}>
        <thead>
          <tr>
            <th scope="col">{storageWizardText.host}</th>
            <th scope="col">{words.seen}</th>
            <th scope="col">{words.paths}</th>
            <th scope="col">{words.adapters}</th>
            <th scope="col">{storageWizardText.clock}</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <FabricRow key={host.ref} host={host} draft={draft} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FabricRow({ host, draft }: { readonly host: TestedHost; readonly draft: Draft }) {
  const look = draft.hosts.get(host.ref);
  const sight = fabricSight(draft.scsiIds, look);
  const count = draft.scsiIds.length;
  const result = sight === undefined ? 'not-known' : sight.notSeen.length === 0 ? 'yes' : 'no';
  return (
    <tr>
      <HostName host={host} />
      <td>
        <span className={css['state']}>
          <Icon {...signs[result]} size="small" />
          {look?.is === 'looking' ? storageWizardText.looking : sight === undefined ? words.notTold : words.seenOf(sight.seen.length, count)}
        </span>
      </td>
      <td>{sight === undefined ? '' : words.pathsOf(sight.seen)}</td>
      <td>
        {sight?.adapters.map(({ host: adapter, portName }) => (
          <code key={`${adapter} ${portName ?? ''}`}>{portName ?? adapter} </code>
        ))}
      </td>
      <ClockCell host={host} />
    </tr>
  );
}
