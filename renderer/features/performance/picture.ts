const MARGIN = 16;
const TITLE = 28;

/** The graphs as they are on the page, with their names and figures, one below the other. */
export async function pictureOf(page: Document, title: string): Promise<Blob> {
  const cards = [...page.querySelectorAll<HTMLElement>('section')].flatMap((card) => {
    const canvas = card.querySelector('figure canvas');
    return canvas instanceof HTMLCanvasElement ? [{ canvas, words: wordsOf(card) }] : [];
  });
  const width = Math.max(0, ...cards.map(({ canvas }) => canvas.width)) + 2 * MARGIN;
  const height = cards.reduce((sum, { canvas }) => sum + canvas.height + TITLE + MARGIN, MARGIN + TITLE);
  const sheet = new OffscreenCanvas(width, height);
  const context = sheet.getContext('2d');
  if (context === null) throw new Error('the browser draws no pictures');
  const style = getComputedStyle(page.body);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, width, height);
  context.fillStyle = style.color;
  context.font = `600 16px ${style.fontFamily}`;
  context.fillText(title, MARGIN, MARGIN + 12);
  context.font = `13px ${style.fontFamily}`;
  let y = MARGIN + TITLE;
  for (const { canvas, words } of cards) {
    context.fillText(words, MARGIN, y + 14, width - 2 * MARGIN);
    context.drawImage(canvas, MARGIN, y + TITLE);
    y += canvas.height + TITLE + MARGIN;
  }
  return await sheet.convertToBlob({ type: 'image/png' });
}

function wordsOf(card: HTMLElement): string {
  return card.querySelector('figure')?.getAttribute('aria-label') ?? '';
}
