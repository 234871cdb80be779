import type { Clock } from '#engine/ports.ts';
import type { Operation, OperationState, Step, StepName } from '#shared/contract/calls/operation-calls.ts';
import type { Entry } from './journal.ts';

/** One operation as everybody sees it; whatever is said of it goes through here. */
export interface Kept {
  operation(): Operation;
  former(): Entry['former'];
  remembered(): readonly string[];
  /** Tells the windows; nothing of this would be missed after a crash. */
  show(state: OperationState): void;
  /** Resolves when it is on disk that the step has begun. */
  step(name: StepName): Promise<void>;
  stepDone(name: StepName): void;
  began(task: string): Promise<void>;
  knew(former: string | readonly string[]): void;
  /** On disk with the next step. */
  remember(what: readonly string[]): void;
  end(state: OperationState, how: { readonly steps: 'done' | 'failed'; readonly afterwards?: () => void }): Promise<void>;
  cannotUndo(): Promise<void>;
  /** What has become of it since it ended. */
  amend(state: OperationState): Promise<void>;
}

export interface KeptSetup {
  readonly entry: Entry;
  readonly clock: Clock;
  readonly tell: (operation: Operation) => void;
  readonly write: (entry: Entry) => Promise<void>;
}

export function keep(setup: KeptSetup): Kept {
  const { clock, tell, write } = setup;
  let { operation, former, remembered } = setup.entry;

  function become(change: Partial<Operation>): void {
    operation = { ...operation, ...change };
    tell(operation);
  }

  function withStep(name: StepName, state: Step['state']): Step[] {
    return operation.steps.map((step) => (step.name === name ? { name, state, atMs: clock.now() } : step));
  }

  const save = async (): Promise<void> => await write({ operation, former, remembered });

  return {
    operation: () => operation,
    former: () => former,
    remembered: () => remembered ?? [],
    show: (state) => become({ state }),
    async step(name) {
      become({ steps: withStep(name, 'running') });
      await save();
    },
    stepDone: (name) => become({ steps: withStep(name, 'done') }),
    async began(task) {
      become({ task });
      await save();
    },
    knew(value) {
      former = value;
    },
    remember(what) {
      remembered = what;
    },
    async end(state, how) {
      // A step that was not needed is simply not there any more.
      const steps = operation.steps.flatMap((step): Step[] => {
        if (step.state === 'running') return [{ ...step, state: how.steps, atMs: clock.now() }];
        return step.state === 'waiting' && state.is === 'done' ? [] : [step];
      });
      operation = { ...operation, state, steps, endedAtMs: clock.now(), canUndo: state.is === 'done' && former !== undefined };
      // Told once it is kept, so that nothing that was seen to end is unfinished after a crash; and told in any case.
      try {
        await save();
      } finally {
        tell(operation);
        how.afterwards?.();
      }
    },
    async amend(state) {
      become({ state });
      await save();
    },
    async cannotUndo() {
      become({ canUndo: false });
      await save();
    },
  };
}
