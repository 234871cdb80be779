import type { Locator, Page } from 'playwright-core';
import { treeText } from '#shared/text/tree-text.ts';
import { windowText } from '#shared/text/window-text.ts';

/** The window as a person finds their way in it: by roles and words. */
export function mainWindow(page: Page) {
  const { tree, connect, demo, trust } = windowText;
  return {
    welcome: () => page.getByRole('heading', { name: windowText.welcome.title }),
    tree: () => page.getByRole('tree', { name: tree.label }),
    row: (name: string): Locator => page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }),
    rows: async (): Promise<string[]> => await page.getByRole('treeitem').allInnerTexts(),
    selectedRow: () => page.getByRole('treeitem', { selected: true }),
    filter: () => page.getByRole('combobox', { name: treeText.filter }),
    details: (name: string) => page.getByRole('article', { name }),
    status: () => page.getByRole('contentinfo'),
    /** Rows come before a pool is complete; this comes after. */
    live: (count: number) => page.getByRole('contentinfo').getByText(windowText.status.live(count)),
    openDemo: async () => await page.getByRole('button', { name: demo.open }).click(),
    addServer: async () => await page.getByRole('button', { name: tree.add }).click(),
    form: {
      address: () => page.getByLabel(connect.address),
      user: () => page.getByLabel(connect.user, { exact: true }),
      password: () => page.getByLabel(connect.password, { exact: true }),
      connect: async () => await page.getByRole('button', { name: connect.connect, exact: true }).click(),
      cancel: async () => await page.getByRole('button', { name: connect.cancel }).click(),
    },
    trustQuestion: () => page.getByRole('region', { name: trust.title }),
    tryNow: async () => await page.getByRole('button', { name: windowText.details.tryNow }).click(),
    notice: () => page.getByRole('status').filter({ hasText: windowText.status.asOf('').trim() }),
    trust: async () => await page.getByRole('button', { name: trust.accept }).click(),
    refuse: async () => await page.getByRole('button', { name: trust.refuse }).click(),
    alert: () => page.getByRole('alert'),
  };
}
