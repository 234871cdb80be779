import { join } from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { CannotGoOn } from '../bootstrap/ground.mjs';

type Fuses = NonNullable<Configuration['electronFuses']>;

/** Switches in Electron's program that nobody can turn back from outside: it runs our archive, unchanged, and nothing else. */
const fuses: Required<Omit<Fuses, 'resetAdHocDarwinSignature'>> = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  enableCookieEncryption: true,
  // The page comes from a scheme of its own, so files need no rights.
  grantFileProtocolExtraPrivileges: false,
  loadBrowserProcessSpecificV8Snapshot: false,
};

export interface ConfigSetup {
  readonly electronVersion: string;
  readonly iconFolder: string;
  readonly outputFolder: string;
  /** Where installed apps look for newer ones; undefined makes an app that never looks. */
  readonly updateFeed: string | undefined;
  /** Throws when what was packed is not what was meant. */
  readonly checkArchive: (archive: string) => void;
}

/** Everything electron-builder is told. */
export function builderConfig(setup: ConfigSetup): Configuration {
  const { electronVersion, iconFolder, outputFolder, updateFeed, checkArchive } = setup;
  return {
    appId: 'app.poolkeeper.desktop',
    productName: 'Poolkeeper',
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    copyright: 'Copyright © 2026, the Poolkeeper authors',
    electronVersion,
    directories: { output: outputFolder, buildResources: iconFolder },
    // The folder holds what is packed and nothing else; packages are bundled and must not come a second time.
    files: ['**/*', '!**/node_modules/**'],
    asar: true,
    npmRebuild: false,
    electronFuses: fuses,
    publish: updateFeed === undefined ? null : [{ provider: 'generic', url: checkedFeed(updateFeed) }],
    afterPack: (packed: AfterPackContext) => checkArchive(join(packed.packager.getResourcesDir(packed.appOutDir), 'app.asar')),
    ...windows(iconFolder),
    ...linux(iconFolder),
    ...mac(iconFolder),
  };
}

function windows(iconFolder: string): Configuration {
  return {
    win: {
      icon: join(iconFolder, 'icon.ico'),
      target: [
        { target: 'nsis', arch: ['x64', 'arm64'] },
        { target: 'portable', arch: ['x64'] },
      ],
    },
    // Installed for one person without administrator's rights, unless that person asks otherwise; settings outlive it.
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
      buildUniversalInstaller: false,
    },
    // Otherwise it would have the same name as the installer.
    portable: { artifactName: '${productName}-${version}-${os}-${arch}-portable.${ext}' },
  };
}

function linux(iconFolder: string): Configuration {
  return {
    linux: {
      icon: iconFolder,
      category: 'System',
      synopsis: 'Desktop administration of XenServer and XCP-ng pools',
      target: [
        { target: 'AppImage', arch: ['x64', 'arm64'] },
        { target: 'deb', arch: ['x64', 'arm64'] },
      ],
    },
  };
}

function mac(iconFolder: string): Configuration {
  return {
    mac: {
      icon: join(iconFolder, 'icon.icns'),
      category: 'public.app-category.utilities',
      target: [{ target: 'dmg', arch: ['x64', 'arm64'] }],
      // Signed by nobody in particular: Apple's processors run no program whose switches were set after it was signed.
      identity: '-',
      // It would want parts of the app to be signed by one known developer.
      hardenedRuntime: false,
      // macOS lets only apps of a known developer replace themselves.
      publish: null,
    },
  };
}

function checkedFeed(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') throw new CannotGoOn(`POOLKEEPER_UPDATE_FEED is "${address}", which is not an https address`);
  return url.href;
}
