/** The server understood and refused: XAPI's own error code with its parameters. */
export class XapiError extends Error {
  override readonly name = 'XapiError';
  readonly code: string;
  readonly parameters: readonly string[];

  constructor(code: string, parameters: readonly string[]) {
    super(code);
    this.code = code;
    this.parameters = parameters;
  }
}

export function isXapiError(error: unknown, code: string): error is XapiError {
  return error instanceof XapiError && error.code === code;
}
