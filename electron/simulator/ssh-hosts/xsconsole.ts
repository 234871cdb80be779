import { type Page, pages } from '#simulator/shell/console-pages.ts';
import { software } from '#simulator/shell/host-files/facts.ts';
import { dateTextOf } from '#simulator/shell/tools/date.ts';
import type { Seat } from './seat.ts';

const ESCAPE = '\u001b';
const KEYS: Readonly<Record<string, 'up' | 'down' | 'back' | 'open' | 'quit' | undefined>> = {
  [`${ESCAPE}[A`]: 'up',
  [`${ESCAPE}OA`]: 'up',
  [`${ESCAPE}[B`]: 'down',
  [`${ESCAPE}OB`]: 'down',
  [`${ESCAPE}[D`]: 'back',
  [`${ESCAPE}OD`]: 'back',
  [ESCAPE]: 'back',
  [`${ESCAPE}[C`]: 'open',
  [`${ESCAPE}OC`]: 'open',
  '\r': 'open',
  '\n': 'open',
  '\u0003': 'quit',
};
const LEFT_COLUMNS = 38;
const SMALLEST = { columns: 80, rows: 24 };

/** The host's own text menus at a terminal, until they are left. */
export interface Console {
  take(bytes: string): void;
}

export function openConsole(seat: Seat, whenLeft: (to: 'shell' | 'quit') => void): Console {
  const above: { readonly menu: readonly Page[]; readonly at: number }[] = [];
  let menu = pages;
  let at = 0;
  const draw = (): void => print(seat, screen(seat, menu, at));
  const resized = (): void => draw();
  seat.screen.onResize.add(resized);

  function leave(to: 'shell' | 'quit'): void {
    seat.screen.onResize.delete(resized);
    print(seat, `${ESCAPE}[0m${ESCAPE}[?25h${ESCAPE}[2J${ESCAPE}[H`);
    whenLeft(to);
  }

  function enter(): void {
    const page = menu[at];
    if (page?.does !== undefined) return leave(page.does);
    if (page?.below === undefined) return;
    above.push({ menu, at });
    menu = page.below;
    at = 0;
  }

  function back(): void {
    const before = above.pop();
    if (before === undefined) return;
    menu = before.menu;
    at = before.at;
  }

  /** Whether the menus stay. */
  function press(key: string): boolean {
    switch (KEYS[key]) {
      case 'up':
        at = (at + menu.length - 1) % menu.length;
        return true;
      case 'down':
        at = (at + 1) % menu.length;
        return true;
      case 'back':
        back();
        return true;
      case 'open': {
        const isLeaving = menu[at]?.does !== undefined;
        enter();
        return !isLeaving;
      }
      case 'quit':
        leave('quit');
        return false;
      default:
        return true;
    }
  }

  draw();
  return {
    take(bytes) {
      // A lone escape is the key of that name; with more behind it, it begins another.
      if (press(bytes)) draw();
    },
  };
}

/** Eighty columns and twenty-four lines, or as large as the window. */
function screen({ shell, screen: size }: Seat, menu: readonly Page[], at: number): string {
  const { world, host } = shell.machine;
  const columns = Math.max(size.columns, SMALLEST.columns);
  const rows = Math.max(size.rows, SMALLEST.rows);
  const title = ` ${software(host, 'product_brand')} ${software(host, 'product_version')}`;
  const clock = `${dateTextOf('%H:%M:%S %Z', world.clock.now() + host.clockSkewMs)}   root@${host.name} `;
  const chosen = menu[at];
  const right = chosen === undefined ? [] : [chosen.title, '-'.repeat(chosen.title.length), '', ...chosen.shows({ world, host })];
  const lines = [`${ESCAPE}[44;97m${title.padEnd(columns - clock.length)}${clock}${ESCAPE}[0m`, ''];
  for (let row = 0; row < rows - 4; row += 1) {
    const item = menu[row - 2];
    const label = row === 0 ? 'Customize System' : item === undefined ? '' : item.title;
    const left = ` ${label}`.padEnd(LEFT_COLUMNS).slice(0, LEFT_COLUMNS);
    const shown = item !== undefined && row - 2 === at ? `${ESCAPE}[7m${left}${ESCAPE}[0m` : left;
    lines.push(`${shown} | ${(right[row] ?? '').slice(0, columns - LEFT_COLUMNS - 4)}`);
  }
  lines.push('', ' <Enter> Open   <Esc> Back   <Up/Down> Select   <F5> Refresh'.padEnd(columns));
  return `${ESCAPE}[?25l${ESCAPE}[2J${ESCAPE}[H${lines.slice(0, rows).join('\r\n')}`;
}

function print({ channel }: Seat, text: string): void {
  if (!channel.destroyed) channel.write(Buffer.from(text, 'utf8'));
}
