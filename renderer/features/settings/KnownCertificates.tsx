import { dateText } from '#shared/text/format.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Fingerprint } from '#renderer/ui/Fingerprint.tsx';

/** The certificates somebody has confirmed; a forgotten one is asked about again. */
export function KnownCertificates() {
  const client = useClient();
  const { value, askAgain } = useAnswer('certificates.list', {});
  if (value === undefined) return null;
  if (value.certificates.length === 0) return <EmptyState>{settingsText.noCertificates}</EmptyState>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{settingsText.address}</th>
          <th scope="col">{settingsText.fingerprint}</th>
          <th scope="col">{settingsText.since}</th>
          <th scope="col">{settingsText.validTo}</th>
          <th scope="col">{settingsText.forget}</th>
        </tr>
      </thead>
      <tbody>
        {value.certificates.map(({ server, serverName, address, fingerprint, firstSeenMs, validToMs }) => (
          <tr key={`${server} ${address}`}>
            <td>
              {address}
              {serverName !== address && <div>{serverName}</div>}
            </td>
            <td>
              <code>
                <Fingerprint text={fingerprint} />
              </code>
            </td>
            <td>{firstSeenMs === undefined ? settingsText.sinceUnknown : dateText(firstSeenMs)}</td>
            <td>{validToMs === undefined ? settingsText.unknown : dateText(validToMs)}</td>
            <td>
              <Button
                label={settingsText.forgetCertificate(address)}
                onClick={() => {
                  client.call('certificates.forget', { server, address }).then(askAgain, (error: unknown) => reportError(error));
                }}
              >
                {settingsText.forget}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
