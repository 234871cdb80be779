import { protocol } from 'electron/main';
import { securityHeaders, windowFile } from '#hosting/window-files.ts';
import { isWindowAddress, SCHEME } from './window-origin.ts';

/** Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the built window, and nothing else of this computer. */
export function serveWindowFiles(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const notFound = new Response('Not found', { status: 404, headers: securityHeaders('') });
    if (request.method !== 'GET' || !isWindowAddress(request.url)) return notFound;
    const file = await windowFile(folder, { path: new URL(request.url).pathname, connectTo: '' });
    return file === undefined ? notFound : new Response(file.body, { headers: file.headers });
  });
}
