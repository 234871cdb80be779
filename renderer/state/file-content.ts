/** The bytes of a file as base64; undefined where it cannot be read. */
export async function contentOf(file: Blob): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    // The answer is a data address, whose content begins after the comma; of an empty file there is none.
    resolve(typeof reader.result === 'string' ? (reader.result.split(',', 2)[1] ?? '') : undefined);
  });
  reader.addEventListener('error', () => resolve(undefined));
  reader.readAsDataURL(file);
  return await promise;
}
