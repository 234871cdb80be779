/** What would lead to a host whose management has fallen silent. */
export const darkWaysText = {
  title: 'If this host goes dark',
  notTested: 'not tested yet',
  independent: (count: number) => (count === 1 ? 'A second way is known' : `${count} more ways are known`),
  sameCard: 'Only the management card leads here',
  none: 'Only the management NIC leads here',
  advice: (nics: readonly string[]) =>
    nics.length === 0
      ? 'No other card has a link. A second cable and an address on it would make a second way.'
      : `Give ${nics[0] ?? ''} an address on the storage network: then the other members could lead to it.`,
  sameCardAdvice: 'Its other addresses hang on the same card or bond; what breaks one breaks them all.',
  through: (members: readonly string[], address: string) => `Through ${members.join(' or ')} to ${address}`,
  directly: (address: string) => `${address}, if this computer reaches that network`,
  on: (nic: string) => `on ${nic}`,
  onManagementCard: (nic: string) => `on ${nic}, the management card`,
  power: (mode: string) => `Power can be switched on by ${mode}`,
  noPower: 'No way to switch its power on is set up',
  sshOpen: 'Port 22 answered when it was last asked',
  sshShut: 'Port 22 did not answer when it was last asked',
  sshUnknown: 'Whether port 22 answers was not asked yet',
} as const;
