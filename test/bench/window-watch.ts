/**
 * Runs in the page before anything else and notes what a person would see; the benchmark reads it through
 * `window.watchOfBench`. Plain script: it is sent as text, so it can use nothing of this module.
 */
export function watchThePage(): void {
  const STAMP = / t(\d{13})/;
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const leaves = (): HTMLElement[] => rows().filter((row) => !row.hasAttribute('aria-expanded'));
  /** What the fleet calls its VMs; a host whose VMs are still to come is a leaf too. */
  const vms = (): HTMLElement[] => leaves().filter((row) => /^vm-\d/.test(row.innerText.trim()));
  const scroller = (): Element | undefined =>
    [...document.querySelectorAll('[role=tree], [role=tree] *')].find((element) => element.scrollHeight > element.clientHeight + 1);

  /** What is in the document when a frame begins is on the screen when the next task runs. */
  function afterPaint(run: () => void): void {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', run, { once: true });
      port1.start();
      port2.postMessage(undefined);
    });
  }

  const longTasks: number[] = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: 'longtask',
    buffered: true,
  });

  let firstRowsMs: number | undefined;
  let wholeMs: number | undefined;
  function lookForRows(): void {
    if (vms().length > 0) firstRowsMs ??= performance.now();
    // The tree says of itself that there is more to come.
    if (firstRowsMs !== undefined && document.querySelector('nav[aria-busy=true]') === null) wholeMs = performance.now();
    else afterPaint(lookForRows);
  }
  afterPaint(lookForRows);

  const keystrokes: number[] = [];
  document.addEventListener(
    'input',
    (event) => {
      const { target } = event;
      if (!(target instanceof HTMLInputElement)) return;
      // Blanks at the ends ask for nothing.
      const typed = target.value.trim().toLowerCase();
      const look = (): void => {
        const shown = leaves();
        const isDone =
          target.value.trim().toLowerCase() !== typed || (shown.length > 0 && shown.every((row) => row.innerText.toLowerCase().includes(typed)));
        if (isDone) keystrokes.push(performance.now() - event.timeStamp);
        else afterPaint(look);
      };
      afterPaint(look);
    },
    true,
  );

  const menus: number[] = [];
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'ContextMenu') return;
      const look = (): void => {
        if (document.querySelector('[role=menu] [role=menuitem]') !== null) menus.push(performance.now() - event.timeStamp);
        else afterPaint(look);
      };
      afterPaint(look);
    },
    true,
  );

  const dialogs: number[] = [];
  document.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || event.target.closest('[role=menuitem]') === null) return;
      const look = (): void => {
        // Its page is there when there is something to choose or to fill in.
        if (document.querySelector('dialog[open] input') !== null) dialogs.push(performance.now() - event.timeStamp);
        else afterPaint(look);
      };
      afterPaint(look);
    },
    true,
  );

  Object.assign(window, {
    watchOfBench: {
      firstRows: () => firstRowsMs,
      whole: () => wholeMs,
      keystrokes: () => keystrokes.splice(0),
      menus: () => menus.splice(0),
      dialogs: () => dialogs.splice(0),
      longTasks: () => longTasks.splice(0),
      /** From the server's commit, written into the names, to the painted row. */
      async stamps(forMs: number): Promise<number[]> {
        const latencies: number[] = [];
        const seen = new Map<string, string>();
        const endMs = performance.now() + forMs;
        const note = (): void => {
          const nowMs = Date.now();
          for (const row of leaves()) {
            const [, stamp = ''] = STAMP.exec(row.innerText) ?? [];
            if (stamp === '' || seen.get(row.id) === stamp) continue;
            // What was there when watching began, or came by scrolling, is not news.
            if (seen.has(row.id)) latencies.push(nowMs - Number(stamp));
            seen.set(row.id, stamp);
          }
        };
        return await new Promise((resolve) => {
          const next = (): void => {
            note();
            if (performance.now() < endMs) afterPaint(next);
            else resolve(latencies);
          };
          afterPaint(next);
        });
      },
      /** Frames per second while the tree is scrolled as a wheel does, from top to bottom and back. */
      async scroll(forMs: number): Promise<number> {
        const box = scroller();
        if (box === undefined) throw new Error('nothing in the tree can be scrolled');
        const startMs = performance.now();
        let frames = 0;
        let step = 240;
        return await new Promise((resolve) => {
          const next = (nowMs: number): void => {
            if (nowMs - startMs >= forMs) return resolve((frames * 1000) / (nowMs - startMs));
            frames += 1;
            const isAtEnd = box.scrollTop + step < 0 || box.scrollTop + step > box.scrollHeight - box.clientHeight;
            if (isAtEnd) step = -step;
            box.scrollTop += step;
            requestAnimationFrame(next);
          };
          requestAnimationFrame(next);
        });
      },
    },
  });
}
