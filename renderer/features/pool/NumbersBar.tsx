import type { ReactNode } from 'react';
import type { PoolNumbers } from '#shared/domain/capacity/pool-summary.ts';
import { percentText } from '#shared/text/format.ts';
import { overviewText as say } from '#shared/text/overview-text.ts';
import { sizeParts } from '#shared/text/size-text.ts';
import css from './NumbersBar.module.css';

export interface NumbersBarProps {
  readonly numbers: PoolNumbers;
  readonly cpu: number | undefined;
  readonly isLastKnown: boolean;
}

/** Five numbers, split by whose word they are. */
export function NumbersBar({ numbers, cpu, isLastKnown }: NumbersBarProps) {
  const { hosts, vms, cores, memory, sharedStorage } = numbers;
  const used = sizeParts(memory.usedBytes, memory.totalBytes);
  const stored = sizeParts(sharedStorage.usedBytes, sharedStorage.totalBytes);
  return (
    <dl className={css['bar']} data-last-known={isLastKnown}>
      <Figure title={say.hosts}>
        <Part count={hosts.live} word={isLastKnown ? say.lastKnown : say.live} />
        {hosts.dark > 0 && <Part count={hosts.dark} word={say.dark} tone="warn" />}
      </Figure>
      <Figure title={say.vms}>
        <Part count={vms.live} word={isLastKnown ? say.lastKnown : say.live} />
        {vms.lastKnown > 0 && <Part count={vms.lastKnown} word={say.lastKnown} tone="known" />}
        <Part count={vms.off} word={say.off} />
      </Figure>
      <Figure title={say.processor}>
        {cpu === undefined ? (
          <Part count={cores} word={say.cores(cores).replace(/^\d+ /, '')} />
        ) : (
          <Part count={percentText(cpu)} word={say.ofCores(cores)} />
        )}
      </Figure>
      <Figure title={say.memory}>
        <Part count={used.amount} word={say.inUse(used.rest)} />
      </Figure>
      <Figure title={say.sharedStorage}>
        {sharedStorage.stores === 0 ? (
          <Part count="" word={say.none} />
        ) : (
          <Part count={stored.amount} word={say.stores(stored.rest, sharedStorage.stores)} />
        )}
      </Figure>
    </dl>
  );
}

function Figure({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({ count, word, tone }: { readonly count: number | string; readonly word: string; readonly tone?: 'warn' | 'known' }) {
  return (
    <span data-tone={tone}>
      <strong>{count}</strong> {word}{' '}
    </span>
  );
}
