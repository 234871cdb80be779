import type { HaHost } from '#shared/domain/ha/ha-facts.ts';
import type { WhatIf } from '#shared/domain/ha/what-if.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './Ha.module.css';

interface HostPickProps {
  readonly host: HaHost;
  /** What happens if it alone fails. */
  readonly single: WhatIf | undefined;
  readonly isPicked: boolean;
  readonly onToggle: () => void;
}

export function HostPick({ host, single, isPicked, onToggle }: HostPickProps) {
  return (
    <button type="button" className={css['pick']} aria-pressed={isPicked} onClick={onToggle}>
      <Icon name="host" />
      <span>
        <strong>{host.name}</strong>
        <Outcome host={host} single={single} />
      </span>
    </button>
  );
}

function Outcome({ host, single }: Pick<HostPickProps, 'host' | 'single'>) {
  if (!host.isReady) return <StatusWord icon="clock" tone="known" word={haText.notReady} />;
  if (single === undefined) return <StatusWord icon="clock" tone="known" word={haText.calculating} />;
  const all = single.vms.length;
  if (all === 0) return <StatusWord icon="ok" tone="ok" word={haText.nothingRuns} />;
  const restart = single.vms.filter(({ fate }) => fate.is === 'restarts' || fate.is === 'may-restart').length;
  const word = haText.outcome(restart, all);
  return restart === all ? <StatusWord icon="ok" tone="ok" word={word} /> : <StatusWord icon="warning" tone="warn" word={word} />;
}
