import type { Client } from '#shared/contract/client.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { backupsText } from '#shared/text/backups-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { hostFileName, transferText } from '#shared/text/transfer-text.ts';
import { notWrittenText } from '#shared/text/vm-files-text.ts';
import { sendFile } from '#renderer/bridge/file-stream.ts';
import { pickTarget, saveAsItComes } from '#renderer/bridge/save-as-it-comes.ts';
import { saveStream } from '#renderer/bridge/save-file.ts';
import type { Result } from '#shared/kernel/result.ts';
import { contentOf } from './file-content.ts';
import { inBackground } from './in-background.ts';
import { countTransfer } from './transfers-store.ts';
import { showToast } from './ui-store.ts';

/** What the engine compares at once. */
const COMPARED_BYTES = 44_000_000;

export function backUpDatabase(client: Client, { server, name }: { readonly server: ServerId; readonly name: string }): void {
  inBackground(saveDatabase(client, server, name));
}

async function saveDatabase(client: Client, server: ServerId, name: string): Promise<void> {
  const transfer = crypto.randomUUID();
  const id = `pool.database:${server}`;
  const ended = await saveStream(window, { name, stream: client.openStream('pool.database', { server, transfer }) });
  const result = ended.ok ? await client.call('transfer.result', { transfer }) : ended;
  if (result.ok) showToast({ id, tone: 'ok', text: transferText.saved(name, result.value) });
  else showToast({ id, tone: 'danger', text: transferText.failed(name, failureText(result.failure).what) });
}

interface OnHost {
  readonly server: ServerId;
  readonly host: HostRef;
  readonly name: string;
}

interface HostBackup extends OnHost {
  readonly day: Date;
}

export function backUpHost(client: Client, of: HostBackup): void {
  inBackground(saveHost(client, of));
}

async function saveHost(client: Client, { server, host, name, day }: HostBackup): Promise<void> {
  const file = hostFileName(name, day);
  const target = await pickTarget(window, file);
  if (target === undefined) return;
  const transfer = crypto.randomUUID();
  const id = `host.backup:${host}`;
  showToast({ id, tone: 'info', text: backupsText.host.begun(name) });
  const counter = countTransfer(client, { transfer });
  try {
    const ended = await saveAsItComes(client.openStream('host.backup', { server, host, transfer }), { target, onBytes: counter.add });
    const result = ended.ok ? await client.call('transfer.result', { transfer }) : ended;
    if (result.ok) showToast({ id, tone: 'ok', text: transferText.saved(file, result.value) });
    else showToast({ id, tone: 'danger', text: transferText.failed(file, failureText(result.failure).what) });
  } catch (error) {
    showToast({ id, tone: 'danger', text: notWrittenText(file, error instanceof Error ? error.message : String(error)) });
  } finally {
    counter.end();
  }
}

export function restoreHost(client: Client, { server, host, name, file }: OnHost & { readonly file: File }): void {
  const transfer = crypto.randomUUID();
  const id = `host.restore:${host}`;
  showToast({ id, tone: 'info', text: backupsText.host.sent(file.name, name) });
  const counter = countTransfer(client, { transfer, wholeBytes: file.size });
  const stream = client.openStream('host.restore', { server, host, transfer, lengthBytes: file.size });
  const sent = sendFile({ file, stream, onBytes: counter.add }).finally(counter.end);
  inBackground(
    sent.then((ended) => {
      if (ended.ok) showToast({ id, tone: 'ok', text: backupsText.host.done(file.name, name) });
      else showToast({ id, tone: 'danger', text: backupsText.host.failed(file.name, name, ended.failure) });
    }),
  );
}

/** A file, what it would make of the pool, and whether the pool would take it. */
export interface Trial {
  readonly file: File;
  /** Absent: too big to be compared. */
  readonly effect?: Result<Output<'pool.read-backup'>, Failure>;
  readonly verdict: Result<Output<'transfer.result'>, Failure>;
}

/** Changes nothing; `onStream` gets what ends it early. */
export async function tryBackup(
  client: Client,
  { server, file, onStream }: { readonly server: ServerId; readonly file: File; readonly onStream: (stream: ByteStream) => void },
): Promise<Trial> {
  if (file.size === 0) {
    const failure: Failure = { kind: 'database-file', why: 'cut-short', file: file.name };
    return { file, verdict: { ok: false, failure } };
  }
  const transfer = crypto.randomUUID();
  const content = file.size > COMPARED_BYTES ? undefined : await contentOf(file);
  const effect = content === undefined ? undefined : await client.call('pool.read-backup', { server, name: file.name, content });
  const stream = client.openStream('pool.restore-database', { server, transfer, lengthBytes: file.size, isDryRun: true });
  onStream(stream);
  const ended = await sendFile({ file, stream });
  const verdict = ended.ok ? await client.call('transfer.result', { transfer }) : ended;
  return { file, verdict, ...(effect !== undefined && { effect }) };
}

export function restoreDatabase(
  client: Client,
  { server, file, master }: { readonly server: ServerId; readonly file: File; readonly master: string },
): void {
  const id = `pool.restore:${server}`;
  const say = backupsText.pool;
  showToast({ id, tone: 'info', text: say.begun(file.name) });
  const transfer = crypto.randomUUID();
  const sent = sendFile({ file, stream: client.openStream('pool.restore-database', { server, transfer, lengthBytes: file.size, isDryRun: false }) });
  inBackground(
    sent.then((ended) => {
      if (ended.ok) showToast({ id, tone: 'ok', text: say.done(file.name, master) });
      else showToast({ id, tone: 'danger', text: say.failed(file.name, ended.failure) });
    }),
  );
}
