/** What new VMs are made from, as the installer leaves it. */
export interface DefaultTemplate {
  readonly name: string;
  readonly memoryGib: number;
  readonly diskGib: number;
  readonly vcpus: number;
  readonly isWindows: boolean;
  readonly mostMemoryGib: number;
  readonly mostVcpus: number;
}

function linux(name: string, memoryGib = 2, diskGib = 10): DefaultTemplate {
  return { name, memoryGib, diskGib, vcpus: 1, isWindows: false, mostMemoryGib: 1536, mostVcpus: 32 };
}

function windows(name: string, memoryGib: number, diskGib: number): DefaultTemplate {
  return { name, memoryGib, diskGib, vcpus: 2, isWindows: true, mostMemoryGib: 1536, mostVcpus: 32 };
}

export const defaultTemplates: readonly DefaultTemplate[] = [
  linux('AlmaLinux 8'),
  linux('AlmaLinux 9'),
  linux('CentOS 7'),
  linux('CentOS Stream 9'),
  linux('CoreOS'),
  linux('Debian Bullseye 11'),
  linux('Debian Bookworm 12'),
  linux('Generic Linux BIOS', 2, 8),
  linux('Generic Linux UEFI', 2, 8),
  linux('Gooroom 2'),
  linux('NeoKylin Linux Server 7'),
  linux('Oracle Linux 8'),
  linux('Oracle Linux 9'),
  linux('Red Hat Enterprise Linux 8'),
  linux('Red Hat Enterprise Linux 9'),
  linux('Rocky Linux 8'),
  linux('Rocky Linux 9'),
  linux('SUSE Linux Enterprise 15 (64-bit)'),
  linux('Ubuntu Focal Fossa 20.04'),
  linux('Ubuntu Jammy Jellyfish 22.04'),
  linux('Ubuntu Noble Numbat 24.04'),
  windows('Windows 10 (64-bit)', 2, 32),
  windows('Windows 11', 4, 64),
  windows('Windows Server 2016 (64-bit)', 2, 32),
  windows('Windows Server 2019 (64-bit)', 2, 32),
  windows('Windows Server 2022 (64-bit)', 2, 32),
  { ...linux('Other install media', 0.25, 0), mostVcpus: 64 },
];
