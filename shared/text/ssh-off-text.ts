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
  untrusted: 'It shows a certificate nobody has confirmed. Nothing was sent to it.',
  certificate: {
    title: (host: string) => `Is this the certificate of ${host}?`,
    shown: 'Shown now',
    known: 'Known so far',
    compare:
      'On the host’s own screen or its remote console, press Enter at “Status Display”: its fingerprint stands there. A host has a new one after a reset of its certificate or a new installation; without either of them somebody else may be answering.',
    confirmed: 'Once you have confirmed it, the password of this pool is sent to whoever shows it.',
    confirm: 'I have compared it',
    copy: 'Copy the fingerprint',
  },
  silent: 'Its toolstack has not answered on any address so far.',
  offers: 'What its toolstack can do without SSH and without its master',
  offersNote: 'Asked over HTTPS with the login of this pool, of the machine whose certificate the pool knows.',
  noRestart:
    'Its toolstack cannot be restarted from here: a member leaves that to its master, and that refuses it for a host it has lost. In emergency mode it starts anew by itself every one to three minutes.',
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
