import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';

const WINDOWS_PIPES = '\\\\.\\pipe\\';
const WINDOWS_OPENSSH = 'openssh-ssh-agent';

/** Where agents of this user listen: on Windows OpenSSH's pipe and Pageant's, elsewhere the one the session names. */
export async function findAgents(on: { readonly platform: NodeJS.Platform; readonly named: string | undefined }): Promise<readonly string[]> {
  const given = on.named === undefined || on.named === '' ? [] : [on.named];
  if (on.platform !== 'win32') return given;
  return [...new Set([...given, ...agentPipes(await pipesHere(), userInfo().username)])];
}

/** Pageant's pipe carries the user's name and a number nobody can guess. */
export function agentPipes(pipes: readonly string[], user: string): readonly string[] {
  return pipes.filter((name) => name === WINDOWS_OPENSSH || name.startsWith(`pageant.${user}.`)).map((name) => `${WINDOWS_PIPES}${name}`);
}

async function pipesHere(): Promise<readonly string[]> {
  try {
    return await readdir(WINDOWS_PIPES);
  } catch {
    // A system that does not list its pipes has the usual one all the same, or none; trying it tells.
    return [WINDOWS_OPENSSH];
  }
}
