/** What is said where SSH is closed, and what still works then. */
export const sshOffText = {
  title: 'SSH is closed on this host',
  known: (addresses: string) =>
    `Port 22 refuses on ${addresses}: the machine runs, and nothing listens there. What runs on it cannot be seen without SSH, so treat its VMs as running.`,
  knownByToolstack:
    'No SSH answers, and its toolstack does: the machine runs. What runs on it cannot be seen without SSH, so treat its VMs as running.',
  toolstack: (address: string, time: string) => `Its toolstack at ${address}, asked over HTTPS at ${time}:`,
  healthy: 'It is well, and is not in emergency mode.',
  emergency: (reason: string) => `It is in emergency mode. ${reason}`,
  refuses: (code: string) => `It listens and did not let us in (${code}). The password of root on this host may differ from the pool’s.`,
  untrusted: (fingerprint: string) => `It shows a certificate nobody has confirmed (${fingerprint}). Nothing was sent to it.`,
  silent: 'Its toolstack has not answered on any address so far.',
  offers: 'What its toolstack can do without SSH and without its master',
  offersNote: 'Asked over HTTPS with the login of this pool, of the machine whose certificate the pool knows.',
  on: 'To switch SSH on',
  onSteps: [
    'On its own screen or its remote console: “Remote Service Configuration”, then “Remote Shell (ssh)”, then “Enable”.',
    'From the pool, while its master talks to the host: the command below. It fails while the host is in emergency mode.',
    'In automatic mode (XenServer 9) SSH opens by itself within two minutes after the toolstack fails, and closes again once that is well.',
  ],
  works: 'What works without SSH, from any machine with the xe tool',
  worksNote: 'These calls are answered by the host itself, also without its master. They ask for the password of root on this host.',
  copy: 'Copy the commands',
} as const;

/** Each is answered by the host that is addressed, and never passed on. */
export function commandsWithoutSsh(of: {
  readonly address: string;
  readonly hostUuid: string;
  readonly master: string | undefined;
  readonly bridge: string | undefined;
}): readonly string[] {
  const at = `xe -s ${of.address} -u root`;
  return [
    `xe host-enable-ssh host=${of.hostUuid}`,
    `${at} host-is-in-emergency-mode`,
    ...(of.master === undefined ? [] : [`${at} pool-emergency-reset-master master-address=${of.master}`]),
    ...(of.bridge === undefined ? [] : [`${at} host-emergency-management-reconfigure interface=${of.bridge}`]),
  ];
}
