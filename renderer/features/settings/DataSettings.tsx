import { settingsText } from '#shared/text/settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { useAnswer } from '#renderer/state/use-answer.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';

export function DataSettings() {
  const client = useClient();
  const places = useAnswer('app.locations', {}).value;
  const damaged = useAnswer('settings.get', {}).value?.damagedFile;
  function reset(): void {
    client.call('settings.reset', {}).then(
      (result) => result.ok && showToast({ id: 'settings.reset', tone: 'ok', text: settingsText.resetDone }),
      (error: unknown) => reportError(error),
    );
  }
  return (
    <>
      {damaged !== undefined && <Notice tone="warn" what={settingsText.damaged(damaged)} />}
      {places !== undefined && (
        <dl>
          <dt>{settingsText.dataFolder}</dt>
          <dd>
            <code>{places.data}</code>
          </dd>
          <dt>{settingsText.log}</dt>
          <dd>{places.log === undefined ? settingsText.noLog : <code>{places.log}</code>}</dd>
        </dl>
      )}
      <Button size="dialog" onClick={reset}>
        {settingsText.reset}
      </Button>
      <p>{settingsText.resetNote}</p>
    </>
  );
}
