/** The page has an origin of its own, so that web rules (CSP, storage, sender checks) apply to it as to any site. */
export const SCHEME = 'app';
const WINDOW_ORIGIN = `${SCHEME}://poolkeeper`;
export const WINDOW_ADDRESS = `${WINDOW_ORIGIN}/`;

export function isWindowAddress(address: string): boolean {
  return address === WINDOW_ORIGIN || address.startsWith(WINDOW_ADDRESS);
}
