/**
 * Runs in the page and reads what a person would see of a guest's screen; the benchmark reads it through
 * `window.consoleOfBench`. Plain script: it is sent as text, so it can use nothing of this module.
 */
export function watchTheConsole(): void {
  const BITS = 24;
  const SIDE = 8;
  const LINE = { x: 16, y: 110, width: 620, height: 18 };
  const TEXT_RED = 0xc8;
  const screen = (): HTMLCanvasElement => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-picture=live] canvas');
    if (canvas === null) throw new Error('no screen');
    return canvas;
  };
  const copy = new OffscreenCanvas(LINE.width, LINE.height).getContext('2d', { willReadFrequently: true });

  /** The number of the picture, written into its corner, a square for each bit. */
  function pictureNumber(): number {
    copy?.drawImage(screen(), 0, 0, BITS * SIDE, SIDE, 0, 0, BITS * SIDE, SIDE);
    const { data } = copy?.getImageData(0, SIDE / 2, BITS * SIDE, 1) ?? { data: [] };
    let number = 0;
    for (let bit = 0; bit < BITS; bit += 1) if ((data[(bit * SIDE + SIDE / 2) * 4] ?? 0) > 127) number += 2 ** bit;
    return number;
  }

  /** How many dots of text there are where typed text appears. */
  function textDots(): number {
    copy?.drawImage(screen(), -LINE.x, -LINE.y);
    const { data } = copy?.getImageData(0, 0, LINE.width, LINE.height) ?? { data: [] };
    let dots = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] === TEXT_RED) dots += 1;
    return dots;
  }

  const echoes: number[] = [];
  let isEchoing = false;
  document.addEventListener(
    'keydown',
    (event) => {
      if (!isEchoing) return;
      const before = textDots();
      const look = (): void => {
        if (textDots() !== before) echoes.push(performance.now() - event.timeStamp);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    true,
  );

  Object.assign(window, {
    consoleOfBench: {
      size: () => ({ width: screen().width, height: screen().height }),
      /** Different pictures that were on the screen when frames began. */
      async pictures(forMs: number): Promise<number> {
        const startMs = performance.now();
        let last = pictureNumber();
        let seen = 0;
        return await new Promise((resolve) => {
          const next = (nowMs: number): void => {
            const number = pictureNumber();
            if (number !== last) seen += 1;
            last = number;
            if (nowMs - startMs >= forMs) resolve((seen * 1000) / (nowMs - startMs));
            else requestAnimationFrame(next);
          };
          requestAnimationFrame(next);
        });
      },
      echo: (isOn: boolean) => {
        isEchoing = isOn;
        return echoes.splice(0);
      },
    },
  });
}
