import { parseArgs } from 'node:util';

export interface ServeOptions {
  readonly opensDemo: boolean;
  readonly opensBrowser: boolean;
  /** Tell on standard error what the engine does. */
  readonly showsLog: boolean;
  /** Where this user's data lives; undefined is where the system wants it. */
  readonly dataFolder: string | undefined;
  /** 0 takes any free port. */
  readonly port: number;
}

/** Throws with a sentence for the user when an option makes no sense. */
export function serveOptions(parameters: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      demo: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port ${values.port} is not a port number`);
  return { opensDemo: values.demo, opensBrowser: !values['no-open'], showsLog: values.log, dataFolder: values.data, port };
}
