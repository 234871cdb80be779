import { join } from 'node:path';
import { build, type Configuration, Platform } from 'electron-builder';
import { CannotGoOn } from '../bootstrap/ground.mjs';
import { builderConfig } from './config.ts';
import { readManifest } from './manifest.ts';
import { checkPackedApp } from './packed-app.ts';
import { stageApp } from './stage-app.ts';

type Targets = ReturnType<Platform['createTarget']>;

/** What to make for the system this runs on: its installers, or only the folder they are made of. */
export function targetsHere(what: 'installers' | 'folder'): Targets {
  return what === 'folder' ? Platform.current().createTarget('dir') : Platform.current().createTarget();
}

export interface InstallerSetup {
  /** The repository, with the built app in its dist/. */
  readonly root: string;
  readonly outputFolder: string;
  readonly targets: Targets;
  readonly updateFeed: string | undefined;
  /** A folder with Electron's runtime; fetched when undefined. */
  readonly electronFolder?: string;
}

/** Lays out the built app and has it packed. Returns the installers' paths; none for an unpacked folder. */
export async function makeInstallers(setup: InstallerSetup): Promise<string[]> {
  const { root, outputFolder, targets, updateFeed, electronFolder } = setup;
  const folder = join(outputFolder, 'app');
  const files = stageApp({ root, dist: join(root, 'dist'), folder });
  const config: Configuration = {
    ...builderConfig({
      // The one whose types the shell was checked against.
      electronVersion: readManifest(root).devDependencies.electron,
      iconFolder: join(root, 'build', 'installers', 'icons'),
      outputFolder,
      updateFeed,
      checkArchive: (archive) => checkPackedApp(archive, { folder, files }),
    }),
    ...(electronFolder === undefined ? {} : { electronDist: electronFolder }),
  };
  try {
    return await build({ projectDir: folder, targets, publish: 'never', config });
  } catch (error) {
    throw new CannotGoOn(`could not make the installers: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
