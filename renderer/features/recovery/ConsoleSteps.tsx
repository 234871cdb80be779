import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { serialConsoleLine } from '#shared/domain/diagnosis/power-line.ts';
import { consoleText, recoveryText } from '#shared/text/recovery-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './ConsoleSteps.module.css';

export interface ConsoleStepsProps {
  readonly hostName: string;
  readonly routes: Investigation['routes'];
}

/** What somebody in front of the machine can do; can be printed, for they may have no screen beside it. */
export function ConsoleSteps({ hostName, routes }: ConsoleStepsProps) {
  const controller = routes.find(({ kind }) => kind === 'bmc')?.address;
  const line = controller === undefined ? undefined : serialConsoleLine(controller);
  const numbered = consoleText.steps.map((step, index) => `${index + 1}. ${step}`);
  const text = [
    `${hostName}: ${consoleText.title}`,
    consoleText.intro,
    ...numbered,
    ...(line === undefined ? [] : [consoleText.serial.how, line, consoleText.serial.leave]),
  ].join('\n');
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
        {line !== undefined && (
          <>
            <p>{consoleText.serial.how}</p>
            <pre aria-label={consoleText.serial.label}>{line}</pre>
            <CopyButton text={() => line} doneLabel={recoveryText.copied}>
              {consoleText.serial.copy}
            </CopyButton>
            <p>{consoleText.serial.leave}</p>
          </>
        )}
      </div>
    </Card>
  );
}
