import type { ConnectStep } from '#shared/contract/calls/server-calls.ts';
import type { ConnectProblem } from '#shared/domain/wizards/connect-form.ts';

/** Everything the window says that is not about a failure. */
export const windowText = {
  product: 'Poolkeeper',
  version: (version: string) => `Poolkeeper ${version}`,

  welcome: {
    title: 'Welcome to Poolkeeper',
    intro:
      'All your XenServer and XCP-ng pools in one window. When a host goes dark, it stays in view with its VMs, and Poolkeeper looks for another way in.',
    picture: 'A pool of three hosts; one is dark and reached through its neighbour',
    you: 'You',
    harmless: 'Connecting changes nothing on the server.',
  },

  connect: {
    title: 'Add a server',
    intro: 'Any host of a pool will do. Poolkeeper finds the master and the other members.',
    address: 'Address or name',
    addressHint: 'xs-par-01 or 10.20.0.11',
    user: 'User',
    password: 'Password',
    passwordNote: 'The password stays in memory until you disconnect.',
    connect: 'Connect',
    cancel: 'Cancel',
    close: 'Close',
    tryAgain: 'Try again',
  },

  trust: {
    title: 'Do you trust this server?',
    changedTitle: 'The certificate has changed',
    intro: (address: string) =>
      `This computer cannot verify the certificate of ${address}. Compare the fingerprint with the one the server's console shows.`,
    changed: (address: string) =>
      `${address} shows another certificate than the one you trusted. Go on only if you know that it was replaced, and compare the fingerprint.`,
    fingerprint: 'SHA-256 fingerprint',
    formerly: 'Formerly',
    subject: 'Issued to',
    issuer: 'Issued by',
    validity: 'Valid',
    between: (from: string, to: string) => `${from} to ${to}`,
    accept: 'Trust and connect',
    refuse: 'Do not connect',
  },

  demo: {
    title: 'Open the demo pool',
    intro: 'A small data centre that runs inside the app. Nothing leaves this computer.',
    points: [
      'Several hosts, dozens of VMs, load that moves',
      'One host goes dark: watch how it stays in view',
      'Nothing you do there can break anything',
    ],
    open: 'Open demo pool',
    opening: 'Opening…',
  },

  tree: {
    label: 'Resources',
    title: 'Infrastructure',
    add: 'Add server',
    filter: 'Filter name, address',
    emptyTitle: 'No servers yet.',
    empty: 'Servers and pools you add appear here, with their VMs.',
    noMatch: 'Nothing matches.',
    clearFilter: 'Clear the filter',
    master: 'Master',
    dark: 'Dark',
    disabled: 'Disabled',
    darkHosts: (count: number) => `${count} dark`,
    lost: 'Lost',
    connecting: 'Connecting…',
    suspended: 'Suspended',
    paused: 'Paused',
    masterWith: (vms: number) => `Master · ${vms}`,
  },

  details: {
    none: 'Select a pool, a host or a VM to see it here.',
    overview: 'Overview',
    addresses: 'Addresses',
    disconnect: 'Disconnect',
    tryNow: 'Try now',
    name: 'Name',
    description: 'Description',
    uuid: 'UUID',
    role: 'Role',
    enabled: 'Enabled',
    product: 'Product',
    address: 'Address',
    master: 'Master',
    hosts: 'Hosts',
    state: 'State',
    runningVms: 'Running VMs',
    live: 'Live',
    dark: 'Dark',
    disabled: 'Disabled',
    vms: 'VMs',
    host: 'Host',
    power: 'Power state',
    os: 'Operating system',
    user: 'Connected as',
    noValue: '–',
    masterRole: 'Master',
    memberRole: 'Member',
    isMaster: 'Master of the pool',
    memberOf: (master: string) => `Member; master is ${master}`,
    yesEnabled: 'Yes, accepts VMs',
    noEnabled: 'No, accepts no VMs',
    wasLive: 'Was live',
    wasDark: 'Was dark',
    poolSays: 'Pool says',
    hostSubtitle: (role: 'master' | 'member', pool: string, address: string) => `${role === 'master' ? 'Master' : 'Member'} of ${pool} · ${address}`,
    standaloneSubtitle: (address: string) => `In no pool · ${address}`,
    vmSubtitle: (where: string) => `VM on ${where}`,
    vmNowhere: (pool: string) => `VM of ${pool}`,
    poolSubtitle: (hosts: number, address: string) => `Pool of ${hosts === 1 ? '1 host' : `${hosts} hosts`} · ${address}`,
    addressOf: (position: number, count: number) => (count === 1 ? 'Address' : `Address ${position}`),
    unknownOs: 'Not known; guest tools report it',
    noAddress: 'The guest reports no address.',
    running: (running: number, all: number) => `${running} running of ${all}`,
    liveHosts: (live: number, all: number) => (live === all ? `${all}, all live` : `${all}, ${all - live} dark`),
  },

  status: {
    none: 'Not connected to any server',
    live: (count: number) => (count === 1 ? '1 connection live' : `${count} connections live`),
    hosts: (live: number, all: number) => `${live} of ${all} hosts answer`,
    dark: (count: number) => `${count} dark`,
    lost: (name: string) => `${name}: connection lost`,
    nextTry: (seconds: number) => `next try in ${seconds} s`,
    trying: 'trying now',
    engineLost: 'Poolkeeper does not answer. What you see is the last known picture.',
    asOf: (time: string) => `Last known at ${time}`,
    live1: 'Live',
  },

  frame: {
    broken: 'This part of the window has failed.',
    reload: 'Load the window again',
  },
} as const;

export const connectStepText: Readonly<Record<ConnectStep, string>> = {
  resolve: 'Finding its address',
  connect: 'Reaching it',
  tls: 'Checking its certificate',
  'log-in': 'Logging in',
  load: 'Loading the pool',
};

export function connectProblemText(problem: ConnectProblem): string {
  switch (problem.rule) {
    case 'no-address':
      return 'Type the address or name of a server first.';
    case 'bad-address':
      return 'This is not an address: use a name, an IP address, or either with a port, as in 10.20.0.11:8443.';
    case 'no-user':
      return 'Type a user name first.';
    case 'bad-proxy':
      return 'Type the address of the proxy, as in proxy.example:3128, or choose another way.';
    case 'bad-jump':
      return 'Type the address of the jump host, as in jump.example or jump.example:2222.';
    default:
      return problem satisfies never;
  }
}

/** The servers' own words in ours; a word a later release adds is shown as it comes. */
export function powerText(power: string): string {
  return power === 'Halted' ? 'Shut down' : power;
}
