import type { Calls } from './generated/calls.ts';
import type { TaskRef } from './generated/refs.ts';

export type CallName = keyof Calls;
export type AsyncCallName = { [Name in CallName]: Calls[Name]['isAsync'] extends true ? Name : never }[CallName];
export type ParametersOf<Name extends CallName> = Calls[Name]['parameters'];
export type ResultOf<Name extends CallName> = Calls[Name]['result'];

/** A session's way to call: name, parameters and answer are checked against the table. */
export interface XapiCaller {
  call<Name extends CallName>(name: Name, ...parameters: ParametersOf<Name>): Promise<ResultOf<Name>>;
  /** The result of the task is what `ResultOf<Name>` says, as XML text in its record. */
  startTask<Name extends AsyncCallName>(name: Name, ...parameters: ParametersOf<Name>): Promise<TaskRef>;
}
