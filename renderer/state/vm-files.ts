import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Result } from '#shared/kernel/result.ts';
import { transferText } from '#shared/text/transfer-text.ts';
import {
  exportedManyText,
  importedText,
  notExportedText,
  notImportedText,
  notReadText,
  notWrittenText,
  vmFilesText,
  xvaName,
} from '#shared/text/vm-files-text.ts';
import { sendFile } from '#renderer/bridge/file-stream.ts';
import { type FileTarget, type FolderTarget, pickFolder, pickTarget, saveAsItComes } from '#renderer/bridge/save-as-it-comes.ts';
import { inBackground } from './in-background.ts';
import { startNow } from './start-now.ts';
import { type Counter, countTransfer } from './transfers-store.ts';
import { showToast } from './ui-store.ts';

export function canWriteFiles(): boolean {
  return 'showSaveFilePicker' in window;
}

export interface Export {
  readonly server: ServerId;
  readonly vm: VmRef;
  readonly name: string;
}

export type Compression = StreamInput<'vm.export'>['compression'];

/** Goes on when the dialog is closed; the server's own tasks show how far it is. */
export function exportVms(client: Client, wanted: readonly [Export, ...Export[]], compression: Compression): void {
  const [first, ...others] = wanted;
  inBackground(others.length === 0 ? exportOne(client, first, compression) : exportMany(client, wanted, compression));
}

type Saved =
  | { readonly is: 'saved'; readonly file: string; readonly bytes: number; readonly sha256: string }
  | { readonly is: 'failed'; readonly file: string; readonly failure: Failure }
  /** It came, and could not be written here. */
  | { readonly is: 'not-written'; readonly file: string; readonly why: string };

async function exportOne(client: Client, wanted: Export, compression: Compression): Promise<void> {
  const name = xvaName(wanted.name);
  const target = await pickTarget(window, name);
  if (target === undefined) return;
  const id = `export:${crypto.randomUUID()}`;
  showToast({ id, tone: 'info', text: vmFilesText.export.begun(wanted.name) });
  const saved = await save(client, { wanted, compression, open: async () => await Promise.resolve({ name, target }) });
  const isWhole = saved.is === 'saved';
  showToast({
    id,
    tone: isWhole ? 'ok' : 'danger',
    text: savedText(saved),
    action: isWhole ? undefined : exportAgain(client, [wanted], compression),
  });
}

/** One after the other, for they would only share the way; what fails keeps none of the others. */
async function exportMany(client: Client, wanted: readonly Export[], compression: Compression): Promise<void> {
  const folder = await pickFolder(window);
  if (folder === undefined) return;
  const id = `export:${crypto.randomUUID()}`;
  showToast({ id, tone: 'info', text: vmFilesText.export.begunMany(wanted.length) });
  const ended: Saved[] = [];
  for (const each of wanted) ended.push(await save(client, { wanted: each, compression, open: async () => await folder.file(xvaName(each.name)) }));
  const whole = ended.filter((one) => one.is === 'saved');
  const failed = wanted.filter((_each, index) => ended[index]?.is !== 'saved');
  const troubles = ended.filter(({ is }) => is !== 'saved').map(savedText);
  if (whole.length > 0) troubles.push(...(await keepSums(folder, whole)));
  showToast({
    id,
    tone: troubles.length === 0 ? 'ok' : 'danger',
    text: exportedManyText(whole.length, troubles),
    action: exportAgain(client, failed, compression),
  });
}

/** No server goes on in the middle of a machine, so that those that failed are asked for anew. */
function exportAgain(client: Client, failed: readonly Export[], compression: Compression) {
  const [first, ...others] = failed;
  if (first === undefined) return undefined;
  return { label: vmFilesText.export.again, run: () => exportVms(client, [first, ...others], compression) };
}

const SUMS = 'SHA256SUMS';

/** As `sha256sum -c` reads it; what went wrong with it. */
async function keepSums(folder: FolderTarget, files: readonly { readonly file: string; readonly sha256: string }[]): Promise<readonly string[]> {
  try {
    const { target } = await folder.file(SUMS);
    await target.write(new TextEncoder().encode(files.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('')));
    await target.close();
    return [];
  } catch (error) {
    return [notWrittenText(SUMS, whyOf(error))];
  }
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface Saving {
  readonly wanted: Export;
  readonly compression: Compression;
  readonly open: () => Promise<{ readonly name: string; readonly target: FileTarget }>;
}

async function save(client: Client, { wanted: { server, vm, name }, compression, open }: Saving): Promise<Saved> {
  let file = xvaName(name);
  const transfer = crypto.randomUUID();
  const counter = countTransfer(client, { transfer });
  try {
    const opened = await open();
    file = opened.name;
    const stream = client.openStream('vm.export', { server, vm, transfer, compression });
    const ended = await saveAsItComes(stream, { target: opened.target, onBytes: counter.add });
    const result = ended.ok ? await client.call('transfer.result', { transfer }) : ended;
    return result.ok ? { is: 'saved', file, ...result.value } : { is: 'failed', file, failure: result.failure };
  } catch (error) {
    return { is: 'not-written', file, why: whyOf(error) };
  } finally {
    counter.end();
  }
}

function savedText(saved: Saved): string {
  if (saved.is === 'saved') return transferText.saved(saved.file, saved);
  return saved.is === 'failed' ? notExportedText(saved.file, saved.failure) : notWrittenText(saved.file, saved.why);
}

export interface Import {
  readonly server: ServerId;
  readonly sr: RefOf<'sr'>;
  readonly file: File;
  readonly keepsIdentity: boolean;
  /** For all of its cards; absent: as in the file. */
  readonly network: RefOf<'network'> | undefined;
  /** For these of them, by their numbers in the machine. */
  readonly cards: ReadonlyMap<string, RefOf<'network'>>;
  readonly startsAfter: boolean;
}

export function importVm(client: Client, wanted: Import): void {
  inBackground(runImport(client, wanted));
}

async function runImport(client: Client, wanted: Import): Promise<void> {
  const { server, sr, file, keepsIdentity, network, cards, startsAfter } = wanted;
  const transfer = crypto.randomUUID();
  const id = `import:${transfer}`;
  showToast({ id, tone: 'info', text: vmFilesText.import.begun(file.name) });
  // No server goes on in the middle of a file, so that all of it is sent anew; what was chosen is not asked again.
  const action = { label: vmFilesText.import.again, run: () => importVm(client, wanted) };
  const broken = (text: string): void => showToast({ id, tone: 'danger', text, action });
  const chosen = [...cards].map(([device, to]) => ({ device, network: to }));
  const input = { server, sr, transfer, name: file.name, lengthBytes: file.size, keepsIdentity, network, cards: chosen };
  const stream = client.openStream('vm.import', input);
  const counter = countTransfer(client, { transfer, wholeBytes: file.size });
  const ended = await sent(file, stream, counter);
  if ('why' in ended) return broken(notReadText(file.name, ended.why));
  if (!ended.ok) return broken(notImportedText(file.name, ended.failure));
  const result = await client.call('transfer.result', { transfer });
  if (!result.ok) return broken(notImportedText(file.name, result.failure));
  showToast({ id, tone: 'ok', text: importedText(file.name, result.value) });
  if (startsAfter)
    startNow(
      client,
      result.value.vms.map((vm) => ({ kind: 'vm.start', server, vm })),
    );
}

/** Or why the file could not be read. */
async function sent(file: File, stream: ByteStream, counter: Counter): Promise<Result<undefined, Failure> | { readonly why: string }> {
  try {
    return await sendFile({ file, stream, onBytes: counter.add });
  } catch (error) {
    return { why: whyOf(error) };
  } finally {
    counter.end();
  }
}
