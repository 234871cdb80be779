import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { serialConsoleLine } from '#shared/domain/diagnosis/power-line.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { consoleText, recoveryText } from '#shared/text/recovery-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { wantTerminal } from '#renderer/state/terminals-store.ts';
import { select, setTab } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './ConsoleSteps.module.css';
import { Guide, GuideAnswers } from './Guide.tsx';

export interface ConsoleStepsProps {
  readonly target: Target;
  readonly hostName: string;
  readonly investigation: Investigation;
}

/** What somebody in front of the machine can do; can be printed, for they may have no screen beside it. */
export function ConsoleSteps({ target, hostName, investigation }: ConsoleStepsProps) {
  const controller = investigation.routes.find(({ kind }) => kind === 'bmc')?.address;
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
        <Guide>
          <p>{consoleText.intro}</p>
          <ol>
            {consoleText.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {line !== undefined && <SerialConsole line={line} target={target} investigation={investigation} />}
        </Guide>
      </div>
    </Card>
  );
}

interface SerialConsoleProps {
  readonly line: string;
  readonly target: Target;
  readonly investigation: Investigation;
}

/** The line is typed for a person who reads it over and sends it; the controller's password is asked for there. */
function SerialConsole({ line, target, investigation }: SerialConsoleProps) {
  const { server, inventory } = target;
  const beside = neighbourFor(inventory, investigation);
  function open(host: HostRef): void {
    wantTerminal({ server: server.id, host, program: 'shell', typed: line });
    select({ is: 'host', server: server.id, ref: host });
    setTab('host', 'terminal');
  }
  return (
    <>
      <p>{consoleText.serial.how}</p>
      <pre aria-label={consoleText.serial.label}>{line}</pre>
      <GuideAnswers>
        <CopyButton text={() => line} doneLabel={recoveryText.copied}>
          {consoleText.serial.copy}
        </CopyButton>
        {beside !== undefined && (
          <Button onClick={() => open(beside.ref)}>
            <Icon name="terminal" size="small" />
            {consoleText.serial.open(beside.name)}
          </Button>
        )}
      </GuideAnswers>
      <p>{consoleText.serial.leave}</p>
    </>
  );
}

/** A host of the pool that is well, before all one whose shell has answered already. */
function neighbourFor(inventory: Inventory, { host, neighbours }: Investigation): { readonly ref: HostRef; readonly name: string } | undefined {
  const answered = new Set(neighbours.filter(({ state }) => state.is === 'asked').map((one) => one.host));
  const live = [...inventory.host.keys()].filter((ref) => ref !== host && isHostLive(inventory, ref));
  const ref = live.find((one) => answered.has(one)) ?? live[0];
  return ref === undefined ? undefined : { ref, name: inventory.host.get(ref)?.name ?? '' };
}
