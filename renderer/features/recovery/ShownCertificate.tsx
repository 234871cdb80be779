import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { sshOffText } from '#shared/text/ssh-off-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Guide, GuideAnswers } from './Guide.tsx';

const say = sshOffText.certificate;

export interface ShownCertificateProps {
  readonly investigation: Investigation;
  readonly says: Extract<NonNullable<Investigation['toolstack']>['says'], { is: 'untrusted' }>;
  readonly hostName: string;
}

/** Before anything is sent to whoever shows it, a person compares it with the host's own screen. */
export function ShownCertificate({ investigation: { server, host }, says: { fingerprint, pinned }, hostName }: ShownCertificateProps) {
  const client = useClient();
  function confirm(): void {
    client.call('recovery.confirm-certificate', { server, host, fingerprint }).catch((error: unknown) => reportError(error));
  }
  return (
    <Guide name={say.title(hostName)}>
      <dl>
        <dt>{say.shown}</dt>
        <dd>{fingerprint}</dd>
        {pinned !== undefined && (
          <>
            <dt>{say.known}</dt>
            <dd>{pinned}</dd>
          </>
        )}
      </dl>
      <p>{say.compare}</p>
      <p>{say.confirmed}</p>
      <GuideAnswers>
        <Button onClick={confirm}>{say.confirm}</Button>
        <CopyButton kind="quiet" text={() => fingerprint} doneLabel={recoveryText.copied}>
          {say.copy}
        </CopyButton>
      </GuideAnswers>
    </Guide>
  );
}
