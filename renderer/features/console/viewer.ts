export type Scale = 'fit' | 'exact';

export interface ViewerListener {
  /** What is shown is live, and so large; a text console has no size. */
  live(size: Size | undefined): void;
  /** The two keys that give the keyboard back to the window. */
  released(): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What shows one connection to a console. */
export interface Viewer {
  /** Stays with its last picture when the connection is over. */
  readonly element: HTMLElement;
  deliver(bytes: Uint8Array): Promise<void>;
  /** Whether anybody can see it; nothing is drawn for nobody. */
  show(isShown: boolean): void;
  /** After its place has changed. */
  fit(): void;
  recolour(): void;
  setScale(scale: Scale): void;
  focus(): void;
  /** Absent where the console takes characters only. */
  readonly press: ((keys: readonly number[]) => void) | undefined;
  /** Done when all is typed or the signal is aborted; tells how far it is. */
  type(text: string, on: { readonly signal: AbortSignal; readonly progress: (done: number, all: number) => void }): Promise<number>;
  /** No more comes: the picture stays, and keys lead nowhere. */
  end(): void;
}
