import type { Clock, Timer } from '#engine/ports.ts';

/** Says at once what is new, and what follows soon after in one word with what came since. */
export interface Merged {
  changed(): void;
  close(): void;
}

export function createMerged(setup: { readonly clock: Clock; readonly everyMs: number; readonly say: () => void }): Merged {
  const { clock, everyMs, say } = setup;
  let timer: Timer | undefined;
  let isNew = false;
  let isClosed = false;

  function quiet(): void {
    timer = clock.after(everyMs, () => {
      timer = undefined;
      if (isNew) speak();
    });
  }

  function speak(): void {
    isNew = false;
    say();
    quiet();
  }

  return {
    changed() {
      if (isClosed) return;
      isNew = true;
      if (timer === undefined) speak();
    },
    close() {
      isClosed = true;
      timer?.cancel();
      timer = undefined;
    },
  };
}
