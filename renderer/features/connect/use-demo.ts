import { useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { Failure } from '#shared/contract/failure.ts';

export interface DemoOpening {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  readonly open: () => void;
}

export function useDemo(client: Client): DemoOpening {
  const [state, setState] = useState<Pick<DemoOpening, 'isBusy' | 'failure'>>({ isBusy: false, failure: undefined });

  async function open(): Promise<void> {
    setState({ isBusy: true, failure: undefined });
    const result = await client.call('demo.open', {});
    setState({ isBusy: false, failure: result.ok ? undefined : result.failure });
  }

  return {
    ...state,
    open: () => {
      // A call answers with a failure; a rejection is a bug of the window.
      if (!state.isBusy) open().catch((error: unknown) => reportError(error));
    },
  };
}
