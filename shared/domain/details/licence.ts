/** When a licence ends: dates are written without separators, or with them. */
export function licenceMoment(text: string): number | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d:\d\d:\d\d)Z?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, time] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
