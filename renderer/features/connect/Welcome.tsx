import { failureText } from '#shared/text/failure-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { ConnectForm, type ConnectFormProps } from './ConnectForm.tsx';
import { OtherWays } from './OtherWays.tsx';
import type { DemoOpening } from './use-demo.ts';
import css from './Welcome.module.css';
import { WelcomePicture } from './WelcomePicture.tsx';

export interface WelcomeProps extends ConnectFormProps {
  /** Absent where no demo is built in. */
  readonly demo: DemoOpening | undefined;
}

const demoIcons = ['pool', 'dark', 'wrench'] as const;

/** First run: connected, or in the demo, within a minute. */
export function Welcome({ connecting, step, demo }: WelcomeProps) {
  const say = windowText;
  return (
    <div className={css['welcome']}>
      <div className={css['inner']}>
        <header>
          <div>
            <h1>{say.welcome.title}</h1>
            <p>{say.welcome.intro}</p>
          </div>
          <WelcomePicture />
        </header>
        <div className={css['choices']}>
          <section aria-labelledby="add-title">
            <h2 id="add-title">{say.connect.title}</h2>
            <p>{say.connect.intro}</p>
            <ConnectForm connecting={connecting} step={step} />
          </section>
          {demo !== undefined && (
            <section aria-labelledby="demo-title">
              <h2 id="demo-title">{say.demo.title}</h2>
              <p>{say.demo.intro}</p>
              <ul>
                {say.demo.points.map((point, index) => (
                  <li key={point}>
                    <Icon name={demoIcons[index] ?? 'info'} tone={demoIcons[index] === 'dark' ? 'warn' : 'quiet'} />
                    {point}
                  </li>
                ))}
              </ul>
              {demo.failure !== undefined && <Notice tone="danger" {...failureText(demo.failure)} />}
              <div className={css['foot']}>
                <Button size="dialog" onClick={demo.open}>
                  {demo.isBusy ? say.demo.opening : say.demo.open}
                </Button>
              </div>
            </section>
          )}
        </div>
        <footer>
          <OtherWays onOpened={connecting.show} />
          <p>
            <Icon name="shield" tone="quiet" />
            {say.welcome.harmless}
          </p>
        </footer>
      </div>
    </div>
  );
}
