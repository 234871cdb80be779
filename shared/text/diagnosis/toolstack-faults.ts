import { byHow, type FaultWords, or, plural } from './fault-words.ts';

export const toolstackFaults = {
  F12: {
    title: ({ how }) =>
      byHow(
        {
          down: 'The toolstack does not run',
          blocked: 'The toolstack is kept from starting',
          looping: 'The toolstack starts and fails again and again',
        },
        how,
      ),
    cause: ({ how }) =>
      how === 'blocked'
        ? 'A file on the host says that it must not start. Somebody or some update put it there; find out why before it is removed.'
        : 'Virtual machines run on without it; they just cannot be managed. A full disk, a broken database or a certificate is the usual reason: the last lines of its log say which.',
  },
  F13: {
    title: () => 'The toolstack runs but does not answer',
    cause: ({ stuck = '0' }) =>
      stuck === '0'
        ? 'It waits for something. A restart usually frees it.'
        : `${stuck} ${plural(stuck, 'process waits', 'processes wait')} for storage that does not answer. Bring storage back first; a restart alone would hang again.`,
  },
  F14: {
    title: ({ how }) =>
      how === 'emergency' ? 'The toolstack is in emergency mode: it does not reach its master' : 'The toolstack runs and waits for its master',
    cause: ({ master = '' }) =>
      `It keeps trying ${or(master, 'the master')}, at most four minutes apart, and joins by itself once the master answers. Until then ordinary commands on this host hang.`,
  },
  F15: {
    title: ({ on = '', percent = '', what }) => `${on} is ${percent} % full${what === 'inodes' ? ' of files' : ''}`,
    cause: ({ freeMiB = '', what }) =>
      what === 'inodes'
        ? 'No further file can be created there, whatever their size.'
        : `${freeMiB} MiB are free. A full disk keeps the toolstack from starting and makes everything else look broken; make room first.`,
  },
  F16: {
    title: ({ how, raid = '' }) => (how === 'degraded' ? `The boot disk ${raid} has lost its mirror` : 'The root disk is read-only'),
    cause: ({ how }) =>
      how === 'degraded'
        ? 'One of two disks has failed. The host runs on the other one; replace the failed one soon.'
        : 'The system stopped writing after disk errors. Running machines go on for now. Move them away and replace the disk.',
  },
  F17: {
    title: ({ how, freeMiB = '', totalMiB = '', killings = '' }) =>
      byHow(
        {
          short: `The control domain has ${freeMiB} of ${totalMiB} MiB of memory left`,
          swap: 'The control domain has used up its swap space',
          killed: `Memory ran out: ${killings} ${plural(killings, 'process was', 'processes were')} ended`,
        },
        how,
      ),
    cause: () => 'When memory runs out, the system ends processes; that can be the toolstack or the disk of a virtual machine.',
  },
  F18: {
    title: ({ how, seconds = '', direction = '', against }) =>
      byHow(
        {
          skew: `The clock is ${seconds} s ${direction}${against === 'master' ? ' of the master' : ''}`,
          'no-source': 'No time server is in use',
          drift: 'The clock drifts',
        },
        how,
      ),
    cause: ({ against }) =>
      `Hosts of a pool must agree on the time: certificates, logins and logs depend on it.${against === 'computer' ? ' It was compared with this computer, whose own clock may be the wrong one.' : ''}`,
  },
  F19: {
    title: ({ how }) =>
      byHow(
        {
          expired: 'A certificate of the host has expired',
          early: 'A certificate of the host is not valid yet',
          other: 'The host shows another certificate than the pool expects',
          empty: 'The host trusts no certificate of its pool',
          refused: 'Certificates are refused between this host and its pool',
        },
        how,
      ),
    cause: ({ how }) =>
      how === 'early'
        ? 'Look at the clock first: with a wrong time every certificate looks wrong.'
        : 'It happens after certificates were changed, or after a new installation or an update. The checks can be suspended on this host until it has joined and fetched the right ones.',
  },
  F20: {
    title: ({ own = '', masters = '' }) => `The host is newer than its master: ${own}${masters === '' ? '' : `, master ${masters}`}`,
    cause: () => 'The master must be updated first; until then this host may not join.',
  },
  F21: {
    title: ({ minutes = '' }) => (minutes === '' ? 'The host is still starting' : `The host is still starting, since ${minutes} min`),
    cause: () => 'Plugging storage takes the most time. Wait; there is nothing to repair yet.',
  },
  F22: {
    title: ({ how }) =>
      byHow(
        {
          disabled: 'The host is disabled and takes no machines',
          maintenance: 'The host is in maintenance',
          guidance: 'The host is disabled until pending work is done',
        },
        how,
      ),
    cause: ({ how, guidances = '' }) =>
      byHow(
        {
          disabled: 'Somebody has disabled it, or it could not be enabled at the end of its start.',
          maintenance: 'That is as intended, until somebody ends it.',
          guidance: `An update asks for it: ${guidances}. It stays disabled until then.`,
        },
        how,
      ),
  },
  F23: {
    title: ({ count = '', first = '' }) =>
      count === '1' ? `${or(first, 'A task')} has not moved for more than half an hour` : `${count} tasks have not moved for more than half an hour`,
    cause: () => 'Something they wait for does not come, most often storage. Cancel them, or wait if they are large.',
  },
  F42: {
    title: ({ what }) => byHow({ other: 'The hardware reports faults', memory: 'Memory makes errors', raid: 'A mirrored disk is degraded' }, what),
    cause: () => 'It will not heal by itself. Move the machines away while the host still works, then replace the part.',
  },
  F43: {
    title: ({ minutes = '' }) => `The host crashed and came up again ${minutes} min ago`,
    cause: ({ dump = '' }) => `Machines that ran on it were cut off. The evidence is kept in /var/crash/${dump}; save it before it is cleaned up.`,
  },
  F44: {
    title: ({ how }) => (how === 'silent' ? 'Nothing of the host answers, its management controller neither' : 'The host is powered off'),
    cause: ({ how }) =>
      how === 'off'
        ? 'Its management controller says so, and that is proof. Nothing runs there.'
        : how === 'said'
          ? 'Somebody stood before it and says so; that is written down with time and name. Nothing runs there.'
          : 'It may be off or cut off altogether. A controller that does not answer proves nothing: somebody must look at it.',
  },
  F45: {
    title: ({ how, address = '' }) =>
      byHow(
        {
          closed: `SSH is closed on ${address}`,
          key: `${address} shows another host key`,
          password: `The password or key was refused by ${address}`,
        },
        how,
      ),
    cause: ({ how }) =>
      byHow(
        {
          closed: 'SSH is switched off, or a firewall closes it. Newer releases open it only while the toolstack is not well.',
          key: 'Nothing was sent. Compare the key on the host itself before you go on.',
          password: 'A host keeps its own password when it was changed while the pool did not answer.',
        },
        how,
      ),
  },
} satisfies Readonly<Record<string, FaultWords>>;
