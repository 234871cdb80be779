import { saveBlob, saveText } from '#renderer/bridge/save-file.ts';

/** Hands something to the browser as a file. */
export function saveTextAs(name: string, text: string): void {
  saveText(window, { name, text });
}

export function saveBlobAs(name: string, content: Blob): void {
  saveBlob(window, { name, content });
}
