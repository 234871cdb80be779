import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { paletteText } from '#shared/text/commands-text.ts';
import { connectText, vaultText } from '#shared/text/connect-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { windowText } from '#shared/text/window-text.ts';

/** The window as a person finds their way in it: by roles and words. */
export function mainWindow(page: Page) {
  const { tree, connect, demo, trust } = windowText;
  return {
    welcome: () => page.getByRole('heading', { name: windowText.welcome.title }),
    tree: () => page.getByRole('tree', { name: tree.label }),
    row: (name: string): Locator => page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }),
    /** Rows move while others come in between: what was clicked is what is selected in the end. */
    select: async (name: string) => {
      const row = page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });
      await expect
        .poll(
          async () => {
            await row.click();
            return await row.getAttribute('aria-selected');
          },
          { timeout: 45_000 },
        )
        .toBe('true');
    },
    rows: async (): Promise<string[]> => await page.getByRole('treeitem').allInnerTexts(),
    selectedRow: () => page.getByRole('treeitem', { selected: true }),
    filter: () => page.getByRole('combobox', { name: treeText.filter }),
    details: (name: string) => page.getByRole('article', { name }),
    status: () => page.getByRole('contentinfo'),
    /** Rows come before a pool is complete; this comes after. */
    live: (count: number) => page.getByRole('contentinfo').getByText(windowText.status.live(count)),
    /** Everything the demo consists of: three pools, and two hosts that could join one. */
    demoIsLive: () => page.getByRole('contentinfo').getByText(windowText.status.live(5)),
    openDemo: async () => await page.getByRole('button', { name: demo.open }).click(),
    addServer: async () => await page.getByRole('button', { name: tree.add }).click(),
    form: {
      address: () => page.getByLabel(connect.address),
      user: () => page.getByLabel(connect.user, { exact: true }),
      password: () => page.getByLabel(connect.password, { exact: true }),
      connect: async () => await page.getByRole('button', { name: connect.connect, exact: true }).click(),
      cancel: async () => await page.getByRole('button', { name: connect.cancel }).click(),
    },
    changedCertificate: () => page.getByRole('region', { name: trust.changedTitle }),
    remember: async () => await page.getByLabel(connectText.rememberServer).check(),
    rememberPassword: async () => await page.getByLabel(connectText.rememberPassword).check(),
    trustQuestion: () => page.getByRole('region', { name: trust.title }),
    /** A pool nobody has confirmed before, until all of it is there. */
    addPool: async (address: string, password: string) => {
      await page.getByLabel(connect.address).fill(address);
      await page.getByLabel(connect.password, { exact: true }).fill(password);
      await page.getByRole('button', { name: connect.connect, exact: true }).click();
      await page.getByRole('button', { name: trust.accept }).click();
      await page.getByRole('contentinfo').getByText(windowText.status.live(1)).waitFor();
    },
    /** The age of what is last known, on top of it. It stays found under a dialog, which hides it from roles. */
    lost: () => page.getByText(new RegExp(`^${windowText.status.asOf('.+')}\\. `)),
    tryNow: async () => await page.getByRole('button', { name: windowText.details.tryNow, exact: true }).click(),
    notice: () => page.getByRole('status').filter({ hasText: windowText.status.asOf('').trim() }),
    trust: async () => await page.getByRole('button', { name: trust.accept }).click(),
    refuse: async () => await page.getByRole('button', { name: trust.refuse }).click(),
    alert: () => page.getByRole('alert'),
    openTasks: async () => await page.getByRole('button', { name: tasksText.open }).click(),
    task: (title: string) => page.getByRole('region', { name: tasksText.list }).getByRole('button', { name: title }),
    taskDetail: (title: string) => page.getByRole('article', { name: title }),
    /** A row while its picture says this. */
    rowThatIs: (name: string, state: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`), description: state }),
    /** A command of the selection, by the palette. */
    command: async (words: string) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: paletteText.title }).getByRole('combobox').fill(words);
      await page.keyboard.press('Enter');
    },
    /** Part of the window F6 leads to. */
    isIn: async (part: string): Promise<boolean> =>
      await page.evaluate((name) => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') === name, part),
    passphrase: async (passphrase: string, go: string) => {
      await page.getByLabel(vaultText.passphrase, { exact: true }).fill(passphrase);
      const again = page.getByLabel(vaultText.again);
      if (await again.isVisible()) await again.fill(passphrase);
      await page.getByRole('button', { name: go, exact: true }).click();
    },
    /** The question or form that stands above everything. */
    dialog: (title: string) => page.getByRole('dialog', { name: title }),
  };
}
