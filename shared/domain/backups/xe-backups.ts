import { xe } from '#shared/domain/operations/xe-line.ts';

/** First as a trial; what the trial refuses, the second line would refuse as well. */
export function restoreDatabaseLines(file: string): readonly string[] {
  const line = { 'file-name': file };
  return [xe('pool-restore-database', { ...line, 'dry-run': 'true' }), xe('pool-restore-database', line)];
}

/** Talks to the very host, with a login of its own. */
export function restoreHostLine(address: string, file: string): string {
  return `${xe('host-restore', { 'file-name': file })} -s ${address} -u root`;
}
