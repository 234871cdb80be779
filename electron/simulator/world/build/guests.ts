/** An operating system inside a VM, as its agent and its template describe it. */
export interface Guest {
  readonly osVersion: Readonly<Record<string, string>>;
  readonly isWindows: boolean;
  /** The default template such a VM is made from. */
  readonly template: string;
  readonly driversVersion: Readonly<Record<string, string>>;
}

const LINUX_DRIVERS = { major: '8', minor: '4', micro: '0', build: '1' };
const WINDOWS_DRIVERS = { major: '9', minor: '3', micro: '3', build: '125' };

function linux(distro: string, name: string, uname: string, version: { major: string; minor: string }, template: string): Guest {
  return { isWindows: false, template, driversVersion: LINUX_DRIVERS, osVersion: { name, uname, distro, ...version } };
}

function windows(name: string, version: { major: string; minor: string }, template: string): Guest {
  return {
    isWindows: true,
    template,
    driversVersion: WINDOWS_DRIVERS,
    osVersion: { name: `${name}|C:\\Windows|\\Device\\Harddisk0\\Partition2`, distro: 'windows', ...version, spmajor: '0', spminor: '0' },
  };
}

export const debian12 = linux('debian', 'Debian GNU/Linux 12 (bookworm)', '6.1.0-35-amd64', { major: '12', minor: '11' }, 'Debian Bookworm 12');
export const ubuntu2404 = linux('ubuntu', 'Ubuntu 24.04.2 LTS', '6.8.0-60-generic', { major: '24', minor: '04' }, 'Ubuntu Noble Numbat 24.04');
export const rocky9 = linux('rocky', 'Rocky Linux 9.5 (Blue Onyx)', '5.14.0-503.40.1.el9_5.x86_64', { major: '9', minor: '5' }, 'Rocky Linux 9');
export const alma9 = linux('almalinux', 'AlmaLinux 9.5 (Teal Serval)', '5.14.0-503.40.1.el9_5.x86_64', { major: '9', minor: '5' }, 'AlmaLinux 9');
export const windows2022 = windows('Microsoft Windows Server 2022 Standard', { major: '10', minor: '0' }, 'Windows Server 2022');
export const windows2019 = windows('Microsoft Windows Server 2019 Standard', { major: '10', minor: '0' }, 'Windows Server 2019');
export const windows11 = windows('Microsoft Windows 11 Enterprise', { major: '10', minor: '0' }, 'Windows 11');
