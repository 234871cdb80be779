import { byHow, type FaultWords, or, plural } from './fault-words.ts';

export const poolFaults = {
  F24: {
    title: ({ old = '', master = '' }) => `The host looks for its master at ${old}; the master is ${master}`,
    cause: ({ name = '' }) => `Masters changed while this host was away. It only needs to be told that ${or(name, 'another host')} is master now.`,
  },
  F25: {
    title: ({ master = '' }) => `${or(master, 'The master')} does not answer anybody`,
    cause: () =>
      'Without its master nothing in the pool can be managed; machines on other hosts run on. Try to bring the master back first. Only when it is proven to be off may another host take over.',
  },
  F26: {
    title: ({ other = '' }) => `Two hosts take themselves for master: this one and ${or(other, 'another')}`,
    cause: ({ twice = '0' }) =>
      `Each of them may start the same machines.${twice === '0' ? '' : ` ${twice} ${plural(twice, 'machine runs', 'machines run')} twice already: stop one of each at once, or its disk is destroyed.`} Keep one of them off the network until its toolstack is stopped.`,
  },
  F27: {
    title: () => 'The host has marked itself as broken',
    cause: () => 'It failed in the middle of a change of masters, or its role file makes no sense. It must be told who is master.',
  },
  F28: {
    title: ({ address = '' }) => `The host is set up as a member of itself${address === '' ? '' : ` (${address})`}`,
    cause: () => 'Its address and that of the old master were exchanged. It must be told who is master.',
  },
  F29: {
    title: ({ how }) => (how === 'absent' ? 'The pool does not know this host any more' : 'The master does not accept this host'),
    cause: () =>
      'It was forgotten or removed while it was away. Its machines may have been started elsewhere since: look at what runs here before anything else. A host that was forgotten must be installed anew.',
  },
  F30: {
    title: ({ how }) =>
      byHow(
        {
          'cannot-start': 'High availability keeps the host from joining',
          'no-daemon': 'High availability is armed, and its daemon does not run',
          rebooted: 'High availability restarted this host',
        },
        how,
      ),
    cause: () =>
      'It lost the network or the heartbeat disk for longer than allowed, and restarted itself so that its machines could be started elsewhere safely. When network and storage are back, it joins by itself.',
  },
  F31: {
    title: () => 'The pool has high availability on, this host has it off',
    cause: () =>
      'After an incident the two no longer agree, and the host stays out until high availability is switched off and on again for the pool.',
  },
  F32: {
    title: ({ count = '' }) => `${count} ${plural(count, 'machine is', 'machines are')} recorded as running here, and none runs`,
    cause: ({ proof }) =>
      `${proof === 'bmc' ? 'The power of the host is off.' : proof === 'person' ? 'Somebody has looked: the host is off.' : 'The hypervisor of the host lists no machine.'} Until the records are put right, these machines cannot be started elsewhere.`,
  },
  F33: {
    title: ({ hours = '' }) => (hours === '0' ? 'The host is off' : `The host has been off for ${hours} h`),
    cause: () => 'If it will not come back, it can be removed from the pool. It must be installed anew before it is used again.',
  },
  F40: {
    title: ({ where }) => (where === 'everywhere' ? 'No host reaches the heartbeat disk' : 'This host does not reach the heartbeat disk'),
    cause: ({ where }) =>
      where === 'everywhere'
        ? 'Hosts stay up as long as all of them hear each other. Do not restart anything now; bring the storage back.'
        : 'It will restart itself unless the disk comes back within about a minute. Bring the storage back.',
  },
  F34: {
    title: ({ how, server = '' }) =>
      how === 'unreachable'
        ? `File server ${server} cannot be reached from this host`
        : `Storage on file server ${or(server, 'of this host')} does not answer`,
    cause: ({ srs = '' }) => `Machines with disks there wait${srs === '' ? '' : ` (${srs})`}. They go on by themselves when the path is back.`,
  },
  F35: {
    title: ({ lost = '', of = '', portal = '' }) =>
      lost === '0' ? `iSCSI target ${portal} cannot be reached` : `${lost} of ${of} iSCSI sessions ${lost === '1' ? 'is' : 'are'} lost`,
    cause: ({ portal = '' }) => `The path${portal === '' ? '' : ` to ${portal}`} is down. The host logs in again by itself when it is back.`,
  },
  F36: {
    title: ({ how, iqn = '' }) =>
      how === 'name' ? `The host calls itself ${iqn}, and the array knows it by another name` : 'The array refuses the login of this host',
    cause: ({ registered = '' }) =>
      `It happens after a new installation or a copied disk.${registered === '' ? '' : ` The pool has recorded ${registered}.`} Put the name right on the array or on the host.`,
  },
  F37: {
    title: ({ count = '', srs = '' }) => `${count} ${plural(count, 'storage repository is', 'storage repositories are')} not connected here: ${srs}`,
    cause: () => 'When the host started, the storage was not there yet, or its settings are not right any more.',
  },
  F38: {
    title: ({ how, luns = '' }) =>
      how === 'all' ? 'All paths to a disk are lost' : `Paths are lost to ${or(luns, 'some')} ${plural(luns, 'disk', 'disks')}; others still work`,
    cause: ({ queues }) =>
      queues === 'true'
        ? 'Writes to it wait without end until a path is back, and whoever writes hangs.'
        : 'A card, a cable, a switch or a controller of the array. There is less in reserve than there should be.',
  },
  F39: {
    title: ({ srs = '' }) => `A volume is missing${srs === '' ? '' : ` in ${srs}`}`,
    cause: () =>
      'The array presents the disk under another identity, or not at all. Nothing may be written to it by hand; the array must show it as before.',
  },
  F41: {
    title: ({ srs = '' }) => `${or(srs, 'A storage repository')} is full`,
    cause: () => 'Machines that write there stop. Remove snapshots and disks nobody needs, or enlarge it.',
  },
} satisfies Readonly<Record<string, FaultWords>>;
