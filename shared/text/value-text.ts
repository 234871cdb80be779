/** Words of the servers that say little to a person, by the field they stand in. What is not listed is shown as it came. */
const words = {
  afterEnd: {
    destroy: 'Stays off',
    restart: 'Starts again',
    preserve: 'Stays in memory, for looking at it',
    soft_reboot: 'Starts again in place',
    coredump_and_destroy: 'Writes a crash dump, then stays off',
    coredump_and_restart: 'Writes a crash dump, then starts again',
    rename_restart: 'Stays in memory under another name, and starts again',
  },
  diskType: {
    system: 'System disk',
    user: 'Disk of a VM',
    ephemeral: 'Temporary disk',
    suspend: 'Memory of a suspended VM',
    crashdump: 'Crash dump',
    ha_statefile: 'HA heartbeat file',
    metadata: "Copy of the pool's database",
    redo_log: 'Log of database changes for HA',
    rrd: 'Statistics of the storage',
    pvs_cache: 'Cache of a streamed VM',
    cbt_metadata: 'List of changed blocks',
  },
  atBoot: { persist: 'Keeps what was written', reset: 'Forgets what was written' },
  lockingMode: { unlocked: 'Any traffic', disabled: 'No traffic until it is allowed' },
  networkPurpose: { nbd: 'Disk access by NBD, encrypted', insecure_nbd: 'Disk access by NBD, not encrypted' },
  powerOn: { 'wake-on-lan': 'Wake on LAN', iLO: 'iLO' },
  guidance: {
    reboot_host: 'Reboot the host',
    reboot_host_on_livepatch_failure: 'Reboot the host, live patching failed',
    reboot_host_on_xen_livepatch_failure: 'Reboot the host, live patching of Xen failed',
    reboot_host_on_kernel_livepatch_failure: 'Reboot the host, live patching of the kernel failed',
    restart_toolstack: 'Restart the toolstack',
    restart_device_model: 'Restart the device models of its VMs',
    restart_vm: 'Restart its VMs',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export function valueText(field: keyof typeof words, value: string): string {
  const known: Readonly<Record<string, string>> = words[field];
  return known[value] ?? value.replaceAll('_', ' ');
}
