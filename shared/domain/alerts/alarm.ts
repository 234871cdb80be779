/** A measured value that went over the mark somebody set for it. */
export interface Alarm {
  /** The server's name of what is measured: 'cpu_usage'. */
  readonly variable: string;
  readonly value: number;
  /** Undefined where the server left it to its own default. */
  readonly level: number | undefined;
}

/** The body of a message named ALARM: the value in the first line, then what it was compared with. */
export function readAlarm(body: string): Alarm | undefined {
  const value = /^\s*value:\s*([-+\d.eE]+)/.exec(body)?.[1];
  const variable = /<name\s+value="([^"]+)"/.exec(body)?.[1];
  if (value === undefined || variable === undefined || Number.isNaN(Number(value))) return undefined;
  const level = /<alarm_trigger_level\s+value="([^"]+)"/.exec(body)?.[1];
  return { variable, value: Number(value), level: level === undefined || Number.isNaN(Number(level)) ? undefined : Number(level) };
}
