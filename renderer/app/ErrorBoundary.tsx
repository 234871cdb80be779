import { Component, type ReactNode } from 'react';
import { windowText } from '#shared/text/window-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly hasFailed: boolean;
}

/** A class because React offers catching a failed render to nothing else. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Notice tone="danger" what={windowText.frame.broken}>
        <Button onClick={() => globalThis.location.reload()}>{windowText.frame.reload}</Button>
      </Notice>
    );
  }
}
