/** Where the window was, as the system counts. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlace extends Area {
  readonly isMaximized: boolean;
}

/** Enough of the title bar to get hold of it. */
const GRIP = { width: 120, height: 32 };

/**
 * Where to open the window: where it was, if enough of it can still be reached on the screens there are now, and no
 * bigger than the screen it is on. Undefined is where the system would put a new one.
 */
export function placeToOpen(saved: WindowPlace | undefined, screens: readonly Area[]): WindowPlace | undefined {
  if (saved === undefined) return undefined;
  const screen = screens.find((area) => isReachable(saved, area));
  if (screen === undefined) return undefined;
  const width = Math.min(saved.width, screen.width);
  const height = Math.min(saved.height, screen.height);
  return {
    x: clamp(saved.x, screen.x - width + GRIP.width, screen.x + screen.width - GRIP.width),
    y: clamp(saved.y, screen.y, screen.y + screen.height - GRIP.height),
    width,
    height,
    isMaximized: saved.isMaximized,
  };
}

function isReachable(window: Area, screen: Area): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const isTitleThere = window.y > screen.y - GRIP.height && window.y + GRIP.height <= screen.y + screen.height;
  return width >= GRIP.width && isTitleThere;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
