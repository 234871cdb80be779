import { consoleText, recoveryText } from '#shared/text/recovery-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './ConsoleSteps.module.css';

/** What somebody in front of the machine can do; can be printed, for they may have no screen beside it. */
export function ConsoleSteps({ hostName }: { readonly hostName: string }) {
  const text = [`${hostName}: ${consoleText.title}`, consoleText.intro, ...consoleText.steps.map((step, index) => `${index + 1}. ${step}`)].join(
    '\n',
  );
  return (
    <Card
      title={consoleText.title}
      fill="padded"
      mark={
        <>
          <CopyButton text={() => text} doneLabel={recoveryText.copied}>
            {consoleText.copy}
          </CopyButton>
          <Button onClick={() => print()}>
            <Icon name="doc" size="small" />
            {consoleText.print}
          </Button>
        </>
      }
    >
      <div className={css['steps']} data-print="true">
        <p>{consoleText.intro}</p>
        <ol>
          {consoleText.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </Card>
  );
}
