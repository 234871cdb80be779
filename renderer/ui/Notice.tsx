import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import css from './Notice.module.css';

export interface NoticeProps {
  readonly tone: 'danger' | 'warn' | 'known';
  readonly what: string;
  readonly next?: string | undefined;
  /** For whoever has to look it up; can be selected and copied. */
  readonly code?: string | undefined;
  readonly children?: ReactNode;
}

const icons = { danger: 'error', warn: 'warning', known: 'clock' } as const;

/** What happened, what to do about it, and the buttons that do it. */
export function Notice({ tone, what, next, code, children }: NoticeProps) {
  return (
    <div className={css['notice']} data-tone={tone} role={tone === 'known' ? 'status' : 'alert'}>
      <Icon name={icons[tone]} tone={tone} />
      <div className={css['words']}>
        <p className={css['what']}>{what}</p>
        {next !== undefined && <p>{next}</p>}
        {code !== undefined && <code>{code}</code>}
      </div>
      {children}
    </div>
  );
}
