import type { CheckResult } from '#shared/domain/storage/host-checks.ts';
import { hostChecks, type Measured, measured } from '#shared/domain/storage/host-checks.ts';
import type { ShellCheck } from '#shared/domain/storage/from-shell/judge.ts';
import { shellOf } from '#shared/domain/wizards/new-storage/readiness.ts';
import { checkResultText, checkText, storageHostsText } from '#shared/text/storage-hosts-text.ts';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './NewStorage.module.css';
import type { TestedHost } from './tested-host.ts';
import type { Draft } from './use-new-storage.ts';

interface HostTableProps {
  readonly hosts: readonly TestedHost[];
  readonly draft: Draft;
}

/** Host by check, each with who has measured it. */
export function HostTable({ hosts, draft }: HostTableProps) {
  const checks: readonly ShellCheck[] = draft.asksShells ? [...hostChecks, 'large-packets'] : hostChecks;
  return (
    <div className={css['scroll']}>
      <table className={css['table']} aria-label={storageWizardText.hosts}>
        <thead>
          <tr>
            <th scope="col">{storageWizardText.host}</th>
            {checks.map((check) => (
              <th key={check} scope="col">
                {checkText[check]}
              </th>
            ))}
            <th scope="col">{storageWizardText.clock}</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <HostRow key={host.ref} host={host} draft={draft} checks={checks} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HostRow({ host, draft, checks }: { readonly host: TestedHost; readonly draft: Draft; readonly checks: readonly ShellCheck[] }) {
  const [look, shell] = [draft.hosts.get(host.ref), draft.shells.get(host.ref)];
  const judged = shellOf(draft, host.ref);
  const found = measured(look, judged);
  const isLooking = look?.is === 'looking' || shell?.is === 'looking';
  const portals = judged === undefined || judged.all < 2 ? undefined : storageHostsText.portals(judged.open, judged.all);
  return (
    <tr>
      <HostName host={host} />
      {checks.map((check) => (
        <td key={check}>
          {isLooking && found[check].result === 'not-known' ? storageWizardText.looking : <Found check={check} measured={found[check]} />}
          {check === 'answers' && portals !== undefined && <small className={css['by']}>{portals}</small>}
        </td>
      ))}
      <ClockCell host={host} />
    </tr>
  );
}

export function HostName({ host: { name, isMaster } }: { readonly host: TestedHost }) {
  return (
    <th scope="row">
      {name} {isMaster && <small>{storageWizardText.master}</small>}
    </th>
  );
}

export function ClockCell({ host: { secondsAhead } }: { readonly host: TestedHost }) {
  return (
    <td>
      {secondsAhead !== undefined && (
        <>
          {storageWizardText.clockAhead(secondsAhead)}
          <small className={css['by']}>{storageHostsText.by.clock}</small>
        </>
      )}
    </td>
  );
}

function Found({ check, measured: { result, by } }: { readonly check: ShellCheck; readonly measured: Measured }) {
  return (
    <span className={css['state']}>
      <Icon {...signs[result]} size="small" />
      <span>
        {checkResultText(check, result)}
        {by !== undefined && <small className={css['by']}>{storageHostsText.by[by]}</small>}
      </span>
    </span>
  );
}

export const signs = {
  yes: { name: 'ok', tone: 'ok' },
  no: { name: 'error', tone: 'danger' },
  'not-known': { name: 'dash', tone: 'quiet' },
} as const satisfies Record<CheckResult, object>;
