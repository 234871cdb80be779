import type { TypeShape } from '#shared/xapi/model.ts';
import { xmlValue } from '#simulator/codecs/xml-value.ts';
import { allowCancel, completeTask, createTask, failTask, setTaskProgress } from '#simulator/world/tasks.ts';
import type { Ref, Value } from '#simulator/world/value.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { HttpFailure, type HttpExchange, type OnRefused } from '#simulator/xapi-server/routes.ts';

/** A transfer as its task sees it. */
export interface Transfer {
  readonly task: Ref;
  /** Aborted with the reason when somebody cancels the task or the client goes away. */
  readonly signal: AbortSignal;
  /** Only for its being cancelled: whoever has sent everything may go, and what came short shows by itself. */
  readonly cancelled: AbortSignal;
  progress(share: number): void;
}

export interface TransferJob {
  readonly label: string;
  readonly resultType: TypeShape;
  readonly run: (transfer: Transfer) => Promise<Value>;
}

/** Ends a transfer with one thing said over HTTP and another by its task. */
export class RefusedTransfer extends Error {
  override readonly name = 'RefusedTransfer';
  readonly status: number;
  readonly verdict: XapiError;

  constructor(status: number, verdict: XapiError) {
    super(verdict.message);
    this.status = status;
    this.verdict = verdict;
  }
}

export const onRefused: OnRefused = ({ world, host, taskRef, code, parameters }) => {
  failTask(world, host.pool, taskRef, new XapiError(code, ...parameters));
};

/** Runs under the client's task if the request names one, else under a new one, and always completes it. */
export async function underTask(exchange: HttpExchange, job: TransferJob): Promise<void> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const parent = request.query.get('subtask_of');
  const task = request.query.get('task_id') ?? createTask(world, pool, { label: job.label, parent });
  const cancelled = new AbortController();
  pool.running.set(task, { interrupt: (error) => cancelled.abort(error) });
  allowCancel(pool, task);
  const transfer: Transfer = {
    task,
    signal: AbortSignal.any([cancelled.signal, exchange.signal]),
    cancelled: cancelled.signal,
    progress: (share) => setTaskProgress(pool, task, share),
  };
  try {
    const result = await job.run(transfer);
    completeTask(world, pool, task, xmlValue(result, job.resultType, pool.model));
  } catch (error) {
    const reason: unknown = cancelled.signal.aborted ? cancelled.signal.reason : causeOf(error, exchange.signal);
    failTask(world, pool, task, verdictOf(reason));
    throw reason instanceof RefusedTransfer ? new HttpFailure(reason.status) : reason;
  } finally {
    pool.running.delete(task);
  }
}

/** A transfer that breaks because the client left is the client's failure. */
function causeOf(error: unknown, gone: AbortSignal): unknown {
  return gone.aborted && !(error instanceof XapiError) ? new XapiError('CLIENT_ERROR', String(error)) : error;
}

function verdictOf(reason: unknown): XapiError {
  if (reason instanceof RefusedTransfer) return reason.verdict;
  return reason instanceof XapiError ? reason : new XapiError('INTERNAL_ERROR', String(reason));
}
