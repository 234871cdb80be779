/** The one error the simulator raises on purpose: a XAPI error code with its parameters. */
export class XapiError extends Error {
  override readonly name = 'XapiError';
  readonly code: string;
  readonly parameters: readonly string[];

  constructor(code: string, ...parameters: readonly string[]) {
    // It is an answer, not a bug: nobody reads its stack, and the rules make tens of thousands of them for a large pool.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${code} [${parameters.join('; ')}]`);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.parameters = parameters;
  }
}
