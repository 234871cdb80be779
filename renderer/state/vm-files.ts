import type { Client } from '#shared/contract/client.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { exportedText, importedText, notExportedText, notImportedText, vmFilesText } from '#shared/text/vm-files-text.ts';
import { chooseFile, receiveFile, sendFile } from '#renderer/bridge/file-stream.ts';
import { startNow } from './start-now.ts';
import { showToast } from './ui-store.ts';

export function canWriteFiles(): boolean {
  return 'showSaveFilePicker' in window;
}

export interface Export {
  readonly server: ServerId;
  readonly vm: VmRef;
  readonly compression: StreamInput<'vm.export'>['compression'];
  readonly name: string;
  readonly file: string;
}

/** Goes on when the dialog is closed; the server's own task shows how far it is. */
export function exportVm(client: Client, wanted: Export): void {
  runExport(client, wanted).catch((error: unknown) => reportError(error));
}

async function runExport(client: Client, { server, vm, compression, name, file }: Export): Promise<void> {
  const saving = await chooseFile(window, file);
  if (saving.is === 'given-up') return;
  const transfer = crypto.randomUUID();
  const id = `export:${transfer}`;
  showToast({ id, tone: 'info', text: vmFilesText.export.begun(name) });
  const stream = client.openStream('vm.export', { server, vm, transfer, compression });
  const ended = await receiveFile(window, saving, { name: file, stream });
  if (!ended.ok) return showToast({ id, tone: 'danger', text: notExportedText(file, ended.failure) });
  const result = await client.call('transfer.result', { transfer });
  showToast(
    result.ok ? { id, tone: 'ok', text: exportedText(file, result.value) } : { id, tone: 'danger', text: notExportedText(file, result.failure) },
  );
}

export interface Import {
  readonly server: ServerId;
  readonly sr: RefOf<'sr'>;
  readonly file: File;
  readonly keepsIdentity: boolean;
  /** For all of its cards; absent: as in the file. */
  readonly network: RefOf<'network'> | undefined;
  readonly startsAfter: boolean;
}

export function importVm(client: Client, wanted: Import): void {
  runImport(client, wanted).catch((error: unknown) => reportError(error));
}

async function runImport(client: Client, { server, sr, file, keepsIdentity, network, startsAfter }: Import): Promise<void> {
  const transfer = crypto.randomUUID();
  const id = `import:${transfer}`;
  showToast({ id, tone: 'info', text: vmFilesText.import.begun(file.name) });
  const input = { server, sr, transfer, name: file.name, lengthBytes: file.size, keepsIdentity, network };
  const stream = client.openStream('vm.import', input);
  const ended = await sendFile({ file, stream });
  if (!ended.ok) return showToast({ id, tone: 'danger', text: notImportedText(file.name, ended.failure) });
  const result = await client.call('transfer.result', { transfer });
  if (!result.ok) return showToast({ id, tone: 'danger', text: notImportedText(file.name, result.failure) });
  showToast({ id, tone: 'ok', text: importedText(file.name, result.value) });
  if (startsAfter)
    startNow(
      client,
      result.value.vms.map((vm) => ({ kind: 'vm.start', server, vm })),
    );
}
