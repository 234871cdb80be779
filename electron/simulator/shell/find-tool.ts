import type { Shell } from './shell.ts';

const FOLDERS =
  /^(?:\/usr)?\/(?:local\/)?s?bin\/|^\/opt\/xensource\/(?:bin|libexec|debug|sm)\/|^\/usr\/libexec\/(?:xapi\/cluster-stack\/xhad|sm)\/|^\/etc\/init\.d\//;

/** By its bare name, or by the folder such programs lie in. */
export function toolNamed(shell: Pick<Shell, 'tools'>, name: string): Shell['tools'][string] | undefined {
  const bare = name.replace(FOLDERS, '');
  return Object.hasOwn(shell.tools, bare) ? shell.tools[bare] : undefined;
}
