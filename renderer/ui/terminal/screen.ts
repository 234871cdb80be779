import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { createPageStyles } from './page-styles.ts';
import { watchRelease } from './release-keys.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenListener {
  typed(text: string): void;
  resized(size: Size): void;
  /** The two keys that give the keyboard back to the window. */
  released(): void;
  /** The keys that look for something in what was printed. */
  searched(): void;
}

/** What a terminal shows, and the keyboard while it has the focus. */
export interface Screen {
  /** To be put wherever it is to be seen. */
  readonly element: HTMLElement;
  size(): Size;
  /** Done when it has been taken in, so that whoever sends waits. */
  show(bytes: Uint8Array): Promise<void>;
  /** As large as the place it is in. */
  fit(): void;
  /** After the window's colours have changed. */
  recolour(): void;
  find(text: string, way: 'next' | 'previous'): void;
  endSearch(): void;
  selection(): string;
  paste(text: string): void;
  clear(): void;
  focus(): void;
  dispose(): void;
}

/** Lines kept above what is seen; a chatty command prints some thousands. */
const KEPT_LINES = 5_000;
/** Colours a program picks for a dark screen stay readable on a light one. */
const LEAST_CONTRAST = 4.5;

export function createScreen(name: string, listener: ScreenListener): Screen {
  const element = document.createElement('div');
  const styles = createPageStyles(document);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontSize: 13,
    lineHeight: 1.2,
    scrollback: KEPT_LINES,
    minimumContrastRatio: LEAST_CONTRAST,
    screenReaderMode: true,
  });
  const fitting = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(search);
  terminal.onData((text) => listener.typed(text));
  terminal.onResize(({ cols, rows }) => listener.resized({ columns: cols, rows }));
  let isOpen = false;

  /** Only in the page does it have a size and colours. */
  function open(): void {
    if (isOpen || !element.isConnected) return;
    isOpen = true;
    styles.during(() => terminal.open(element));
    terminal.textarea?.setAttribute('aria-label', name);
    watchKeys(terminal, listener);
    recolour();
  }

  function recolour(): void {
    const { fontFamily } = getComputedStyle(element);
    terminal.options.fontFamily = fontFamily;
    terminal.options.theme = coloursOf(element);
  }

  return {
    element,
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    async show(bytes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      terminal.write(bytes, resolve);
      await promise;
    },
    fit() {
      open();
      if (isOpen && element.clientHeight > 0) fitting.fit();
    },
    recolour: () => isOpen && recolour(),
    find(text, way) {
      if (way === 'next') search.findNext(text, { incremental: true });
      else search.findPrevious(text);
    },
    endSearch: () => search.clearDecorations(),
    selection: () => terminal.getSelection(),
    paste: (text) => terminal.paste(text),
    clear: () => terminal.clear(),
    focus: () => terminal.focus(),
    dispose() {
      terminal.dispose();
      styles[Symbol.dispose]();
      element.remove();
    },
  };
}

function watchKeys(terminal: Terminal, listener: ScreenListener): void {
  const isRelease = watchRelease(() => {
    terminal.blur();
    listener.released();
  });
  terminal.attachCustomKeyEventHandler((event) => {
    isRelease(event);
    if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey) return true;
    const key = event.key.toLowerCase();
    // The browser itself pastes with these keys.
    if (key === 'v') return false;
    if (key !== 'c' && key !== 'f') return true;
    event.preventDefault();
    if (key === 'f') listener.searched();
    else navigator.clipboard.writeText(terminal.getSelection()).catch((error: unknown) => reportError(error));
    return false;
  });
}

const ansi = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const satisfies readonly (keyof ITheme)[];

/** The window's own roles, as the browser works them out for the theme in use. */
function coloursOf(element: HTMLElement): ITheme {
  const { style } = element;
  const before = style.color;
  const read = (role: string): string => {
    style.color = `var(${role})`;
    return getComputedStyle(element).color;
  };
  const named = Object.fromEntries(ansi.map((name, index) => [name, read(`--ansi-${index}`)]));
  const text = read('--text');
  const theme = {
    ...named,
    background: read('--well'),
    foreground: text,
    cursor: text,
    cursorAccent: read('--well'),
    selectionBackground: read('--selection'),
    scrollbarSliderBackground: read('--stroke'),
    scrollbarSliderHoverBackground: read('--stroke-strong'),
    scrollbarSliderActiveBackground: read('--stroke-strong'),
  };
  style.color = before;
  return theme;
}
