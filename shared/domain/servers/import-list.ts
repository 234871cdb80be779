import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';

export interface ListedServer {
  readonly line: number;
  readonly address: string;
  /** Empty where the list names none; the window asks. */
  readonly user: string;
}

export type ListProblem =
  | { readonly rule: 'not-an-address'; readonly line: number; readonly text: string }
  | { readonly rule: 'listed-twice'; readonly line: number; readonly address: string; readonly firstLine: number };

export interface ImportedList {
  readonly servers: readonly ListedServer[];
  readonly problems: readonly ListProblem[];
}

const SEPARATORS = [';', '\t', ','];
const ADDRESS_HEADINGS = new Set(['address', 'host', 'hostname', 'server', 'ip', 'name']);

/**
 * Reads a list of servers as people keep them: comma, semicolon or tab between the columns, quotes or not, a heading
 * or not, `#` for remarks. A bad line is reported and skipped, so one typing error does not cost the other lines.
 */
export function readServerList(text: string): ImportedList {
  const servers: ListedServer[] = [];
  const problems: ListProblem[] = [];
  const firstLineOf = new Map<string, number>();
  const rows = rowsOf(text);
  const columns = columnsOf(rows[0]?.cells ?? []);
  for (const { line, cells } of columns.isHeading ? rows.slice(1) : rows) {
    const typed = cells[columns.address] ?? '';
    const address = parseAddress(typed);
    if (address === undefined) {
      problems.push({ rule: 'not-an-address', line, text: typed });
      continue;
    }
    const key = formatAddress(address);
    const firstLine = firstLineOf.get(key.toLowerCase());
    if (firstLine !== undefined) {
      problems.push({ rule: 'listed-twice', line, address: key, firstLine });
      continue;
    }
    firstLineOf.set(key.toLowerCase(), line);
    servers.push({ line, address: key, user: cells[columns.user] ?? '' });
  }
  return { servers, problems };
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

function rowsOf(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, content: content.trim() }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'))
    .map(({ line, content }) => ({ line, cells: cellsOf(content) }));
}

function cellsOf(content: string): string[] {
  const bare = content.replaceAll(/"(?:[^"]|"")*"/g, '');
  const separator = SEPARATORS.find((candidate) => bare.includes(candidate)) ?? ',';
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < content.length; index += 1) {
    const character = content[index] ?? '';
    if (character === '"' && isQuoted && content[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

function columnsOf(first: readonly string[]): { isHeading: boolean; address: number; user: number } {
  const names = first.map((cell) => cell.toLowerCase());
  const address = names.findIndex((name) => ADDRESS_HEADINGS.has(name));
  const user = names.findIndex((name) => name.startsWith('user'));
  if (address === -1 || (first.length > 1 && user === -1)) return { isHeading: false, address: 0, user: 1 };
  return { isHeading: true, address, user };
}
