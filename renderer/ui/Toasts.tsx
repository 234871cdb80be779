import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import css from './Toasts.module.css';

export interface ToastShown {
  readonly id: string;
  readonly tone: 'ok' | 'warn' | 'danger' | 'info';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export interface ToastsProps {
  readonly label: string;
  readonly closeLabel: string;
  readonly toasts: readonly ToastShown[];
  readonly onDrop: (id: string) => void;
}

const icons = { ok: 'ok', warn: 'warning', danger: 'error', info: 'info' } as const;

/** Goes by itself when its time has passed, unless somebody points at it; what went wrong stays until it is closed. */
export function Toasts({ label, closeLabel, toasts, onDrop }: ToastsProps) {
  return (
    <section className={css['toasts']} aria-label={label} aria-live="polite">
      {toasts.map(({ id, tone, text, action }) => (
        <div key={id} className={css['toast']} data-tone={tone} onAnimationEnd={() => onDrop(id)}>
          <Icon name={icons[tone]} tone={tone} />
          <p>{text}</p>
          {action !== undefined && (
            <Button
              onClick={() => {
                action.run();
                onDrop(id);
              }}
            >
              {action.label}
            </Button>
          )}
          <Button kind="quiet" shape="icon" label={closeLabel} onClick={() => onDrop(id)}>
            <Icon name="close" size="small" />
          </Button>
        </div>
      ))}
    </section>
  );
}
