import { windowText } from '#shared/text/window-text.ts';
import { Notice } from '#renderer/ui/Notice.tsx';

export function EngineLost() {
  return <Notice tone="warn" what={windowText.status.engineLost} />;
}
