/** Servers write 20260609T12:34:56Z, with dashes or without, and the epoch for "never". */
export function readMoment(text: string): number | undefined {
  const [, year, month, day, time, zone = 'Z'] = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${time}${zone}`);
  return Number.isNaN(ms) || ms === 0 ? undefined : ms;
}
