/** What is wrong with the wire between clients and one host; the server obeys it, the control address sets it. */
export type LinkMode =
  | 'ok'
  /** connection refused at once */
  | 'refuse'
  /** accepted, then reset */
  | 'reset'
  /** packets vanish: nothing is accepted, nothing answers, established connections fall silent */
  | 'black-hole'
  /** established connections stay open and silent; new ones work */
  | 'half-open'
  /** a byte now and then */
  | 'slow-drip'
  /** answers stop in the middle and the connection closes */
  | 'truncate'
  /** answers are not JSON/XML */
  | 'malformed'
  | 'http-500';

export interface LinkFaults {
  mode: LinkMode;
  latencyMs: number;
  /** undefined: unlimited */
  bytesPerSecond: number | undefined;
}

export const healthyLink = (): LinkFaults => ({ mode: 'ok', latencyMs: 0, bytesPerSecond: undefined });
