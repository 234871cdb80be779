import { expect, test, vi } from 'vitest';

const exposed = vi.hoisted(() => new Map<string, object>());
vi.mock('electron/renderer', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: object) => exposed.set(name, api) },
  ipcRenderer: {},
}));

/** All a page may ever be given; each more would be a way around the table. */
const agreed = new Set(['request', 'onEvent', 'openStream']);

test('the preload script gives the page nothing but the agreed names', async () => {
  await import('#shell/preload/preload.ts');
  const surface = [...exposed].map(([name, api]) => [name, Object.keys(api).filter((member) => !agreed.has(member))]);
  expect(surface).toEqual([['poolkeeper', []]]);
});
