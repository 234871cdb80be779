import { windowText } from '#shared/text/window-text.ts';
import css from './TitleBar.module.css';

export function TitleBar() {
  return (
    <header className={css['bar']}>
      <svg className={css['mark']} viewBox="0 0 16 16" aria-hidden="true">
        <rect width="16" height="16" rx="3.5" />
        <path d="M3 4.2h10v2H3zM3 7.4h10v2H3zM3 10.6h6.2v2H3z" />
      </svg>
      <span>{windowText.product}</span>
    </header>
  );
}
