import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The checks of WCAG 2.2, levels A and AA, and those of good practice that are not matters of taste. */
const CHECKS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Puts the checker into every document of the page; as an init script it needs no leave from the page's own policy. */
export async function lendChecker(page: Page): Promise<void> {
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
}

/** What somebody who cannot see, point or tell colours apart would stumble over; empty when nothing. */
export async function barriersOn(page: Page): Promise<string[]> {
  const found: AxeResults['violations'] = await page.evaluate(async (values) => {
    const checker = Reflect.get(window, 'axe');
    const results = await checker.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return results.violations;
  }, CHECKS);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}
