/** As the `ref` of a field: it takes the focus when it appears, for somebody has just asked for it. */
export function takeFocus(field: HTMLElement | null): void {
  field?.focus();
}
