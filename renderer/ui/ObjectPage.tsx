import type { ReactNode } from 'react';
import { Icon, type Tone } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import css from './ObjectPage.module.css';

export interface ObjectPageProps {
  readonly icon: IconName;
  readonly tone?: Tone;
  readonly name: string;
  readonly subtitle: string;
  /** What the witnesses say, beside the name. */
  readonly witness?: ReactNode;
  readonly commands?: ReactNode;
  /** Above everything else, when what is shown is old. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

/** One object: a header with its name, then cards. */
export function ObjectPage({ icon, tone = 'neutral', name, subtitle, witness, commands, notice, children }: ObjectPageProps) {
  return (
    <article className={css['page']} aria-label={name}>
      <header>
        <Icon name={icon} tone={tone} size="large" />
        <div className={css['names']}>
          <h1>{name}</h1>
          <p>{subtitle}</p>
        </div>
        {witness !== undefined && <div className={css['witness']}>{witness}</div>}
        <div className={css['commands']}>{commands}</div>
      </header>
      <div className={css['body']}>
        {notice}
        <div className={css['cards']}>{children}</div>
      </div>
    </article>
  );
}
