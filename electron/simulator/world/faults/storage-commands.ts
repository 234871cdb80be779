import { type IscsiTarget, type Lun, serverAt, type StorageServer } from '#simulator/world/storage/arrays.ts';
import type { World } from '#simulator/world/world.ts';
import { type FaultCommand, FaultError, type FaultParameter, type FaultValues } from './command.ts';
import { hostIn } from './look-up.ts';

const SERVER: FaultParameter = { name: 'server', kind: 'text' };
const HOST: FaultParameter = { name: 'host', kind: 'host' };

/** What can happen to the machines that offer storage. */
export const storageCommands: readonly FaultCommand[] = [
  {
    name: 'stop-storage-server',
    parameters: [SERVER],
    description: 'The file server or array does not answer any more',
    run(world, values) {
      serverIn(world, values).isOn = false;
    },
  },
  {
    name: 'start-storage-server',
    parameters: [SERVER],
    description: 'Undoes stop-storage-server',
    run(world, values) {
      serverIn(world, values).isOn = true;
    },
  },
  {
    name: 'narrow-storage-path',
    parameters: [SERVER, { name: 'bytes', kind: 'text' }],
    description: 'Packets larger than this are lost on the way to the file server or array',
    run(world, values) {
      const bytes = Number(values['bytes']);
      if (!Number.isInteger(bytes) || bytes < 576) throw new FaultError('a path takes packets of 576 bytes at least');
      serverIn(world, values).largestPacket = bytes;
    },
  },
  {
    name: 'deny-export',
    parameters: [SERVER, { name: 'path', kind: 'text' }, HOST],
    description: 'The file server lets every host but this one mount the export',
    run(world, values) {
      const server = serverIn(world, values);
      const position = server.exports.findIndex(({ path }) => path === values['path']);
      const known = server.exports[position];
      if (known === undefined) throw new FaultError(`it exports ${server.exports.map(({ path }) => path).join(', ')}`);
      const denied = hostIn(world, values).ref;
      const clients = new Set(world.hosts.map(({ ref }) => ref).filter((ref) => ref !== denied));
      server.exports[position] = { ...known, clients };
    },
  },
  {
    name: 'protect-export',
    parameters: [SERVER, { name: 'path', kind: 'text' }],
    description: 'The export can only be read',
    run(world, values) {
      const known = serverIn(world, values).exports.find(({ path }) => path === values['path']);
      if (known === undefined) throw new FaultError(`no export ${values['path'] ?? ''}`);
      known.isReadOnly = true;
    },
  },
  {
    name: 'mask-lun',
    parameters: [{ name: 'scsi-id', kind: 'text' }, HOST],
    description: 'The array hides the LUN from this host',
    run: (world, values) => void lunIn(world, values).maskedFrom.add(hostIn(world, values).ref),
  },
  {
    name: 'unmask-lun',
    parameters: [{ name: 'scsi-id', kind: 'text' }, HOST],
    description: 'Undoes mask-lun',
    run: (world, values) => void lunIn(world, values).maskedFrom.delete(hostIn(world, values).ref),
  },
  {
    name: 'lose-fabric-paths',
    parameters: [{ name: 'scsi-id', kind: 'text' }, HOST, { name: 'left', kind: 'text' }],
    description: 'So many paths of the fabric lead from this host to the LUN still',
    run(world, values) {
      const found = world.arrays.fabric.find(({ scsiId }) => scsiId === values['scsi-id']);
      const left = Number(values['left']);
      if (found === undefined || !Number.isInteger(left) || left < 1) throw new FaultError('a LUN of the fabric, and one path or more');
      found.pathsLeft.set(hostIn(world, values).ref, left);
    },
  },
  {
    name: 'require-chap',
    parameters: [
      { name: 'target', kind: 'text' },
      { name: 'user', kind: 'text' },
      { name: 'password', kind: 'text' },
    ],
    description: 'The iSCSI target lets in only who knows this user and password',
    run(world, values) {
      targetIn(world, values).chap = { user: values['user'] ?? '', password: values['password'] ?? '' };
    },
  },
  {
    name: 'fail-driver',
    parameters: [{ name: 'number', kind: 'text' }, HOST],
    description: 'The next time a storage driver is at work on this host, it fails with this number',
    run(world, values) {
      const number = Number(values['number']);
      if (!Number.isInteger(number) || number < 1) throw new FaultError('a driver fails with a number from 1');
      world.arrays.faults.push({ number, host: hostIn(world, values).ref });
    },
  },
];

function serverIn({ arrays }: World, values: FaultValues): StorageServer {
  const wanted = values['server'] ?? '';
  const found = serverAt(arrays, wanted);
  if (found === undefined) throw new FaultError(`no server ${wanted}; there are ${arrays.servers.flatMap(({ addresses }) => addresses).join(', ')}`);
  return found;
}

function targetIn({ arrays }: World, values: FaultValues): IscsiTarget {
  const targets = arrays.servers.flatMap((server) => server.targets);
  const found = targets.find(({ name }) => name === values['target']);
  if (found === undefined) throw new FaultError(`no target ${values['target'] ?? ''}; there are ${targets.map(({ name }) => name).join(', ')}`);
  return found;
}

function lunIn({ arrays }: World, values: FaultValues): Lun {
  const luns = [...arrays.fabric, ...arrays.servers.flatMap(({ targets }) => targets.flatMap((target) => target.luns))];
  const found = luns.find(({ scsiId }) => scsiId === values['scsi-id']);
  if (found === undefined) throw new FaultError(`no LUN ${values['scsi-id'] ?? ''}; there are ${luns.map(({ scsiId }) => scsiId).join(', ')}`);
  return found;
}
