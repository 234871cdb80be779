/**
 * xterm writes its rules into style elements and some colours into style attributes. The page's policy allows neither,
 * for such text may have come from anywhere; sheets and style objects it allows, for only scripts of ours reach them.
 * So what a terminal makes keeps its rules in sheets of the page, and its cells take their colours as objects.
 */
export interface PageStyles extends Disposable {
  /** Runs what makes the style elements. */
  during(run: () => void): void;
}

export function createPageStyles(page: Document): PageStyles {
  const sheets = new Set<CSSStyleSheet>();

  function drop(sheet: CSSStyleSheet): void {
    sheets.delete(sheet);
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((kept) => kept !== sheet);
  }

  /** Looks like a style element to whoever fills and removes it. */
  function standIn(): HTMLElement {
    const sheet = new CSSStyleSheet();
    sheets.add(sheet);
    page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
    const element = Document.prototype.createElement.call(page, 'span');
    element.hidden = true;
    Object.defineProperty(element, 'textContent', {
      set(rules: string) {
        sheet.replaceSync(rules);
      },
    });
    Object.defineProperty(element, 'remove', {
      value() {
        drop(sheet);
        Element.prototype.remove.call(element);
      },
    });
    return element;
  }

  const stopColouring = colourSpansAsObjects();
  return {
    during(run) {
      const make = (tag: string, options?: ElementCreationOptions): HTMLElement =>
        tag === 'style' ? standIn() : Document.prototype.createElement.call(page, tag, options);
      Object.defineProperty(page, 'createElement', { value: make, configurable: true });
      try {
        run();
      } finally {
        Reflect.deleteProperty(page, 'createElement');
      }
    },
    [Symbol.dispose]() {
      sheets.forEach(drop);
      stopColouring();
    },
  };
}

let users = 0;

/** The cells of all terminals are spans that are made far from here, so it is their kind that learns it. */
function colourSpansAsObjects(): () => void {
  users += 1;
  Object.defineProperty(HTMLSpanElement.prototype, 'setAttribute', { value: setAttribute, configurable: true });
  return () => {
    users -= 1;
    if (users === 0) Reflect.deleteProperty(HTMLSpanElement.prototype, 'setAttribute');
  };
}

function setAttribute(this: HTMLSpanElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
