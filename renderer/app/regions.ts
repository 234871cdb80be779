const REGIONS = '[data-region]';
const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex="0"]';

/** Title, tree, details, drawer: from the one with the focus to the next, around the end. */
export function focusNextRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  for (let steps = 1; steps <= regions.length; steps += 1) {
    const region = regions.at((here + by * steps + regions.length * steps) % regions.length);
    const first =
      region?.querySelector<HTMLElement>('[role=tree], [role=grid], [role=tab][aria-selected=true]') ?? region?.querySelector<HTMLElement>(FOCUSABLE);
    if (first === null || first === undefined) continue;
    first.focus();
    return;
  }
}

export function focusFilter(): void {
  const filter = document.querySelector<HTMLInputElement>('nav input[type=search], nav [role=combobox]');
  filter?.focus();
  filter?.select();
}
