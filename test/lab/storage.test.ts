import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failure } from '#shared/contract/failure.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { PlaceAnswer } from '#shared/domain/storage/from-shell/answers.ts';
import { judgeShell, type ShellJudgement } from '#shared/domain/storage/from-shell/judge.ts';
import { placesOf } from '#shared/domain/storage/from-shell/places.ts';
import type { Discovery, Look } from '#shared/domain/storage/look.ts';
import type { IscsiPortal, StorageSource } from '#shared/domain/storage/source.ts';
import type { Result } from '#shared/kernel/result.ts';
import { type Lab, startLab } from './lab.ts';
import { iscsiAsked } from './real-iscsi.ts';
import { nfsAsked } from './real-nfs.ts';
import { askingWith, probeReally } from './real-probe.ts';
import { ARRAY, CHAP, EXPORTS, FILER, LEFT_THERE, startArray, startFiler, TARGETS } from './storage-machines.ts';
import { type StorageServer, toolsAt } from './storage-server.ts';
import { type ConnectedEngine, connectEngine, watch } from './watching.ts';

const ISCSI = process.env['POOLKEEPER_LAB_ISCSI'] ?? '';
const NFS = process.env['POOLKEEPER_LAB_NFS'] ?? '';

/** Stands for a program that wants a module of the kernel: the same question really asked, the answer in its words. */
function iscsiadm(tools: string): string {
  const { path, libraries } = toolsAt(tools);
  return `#!/bin/bash
[[ " $* " == *" discovery "* ]] || exec /usr/sbin/asked/iscsiadm "$@"
while [ $# -gt 0 ]; do [ "$1" = -p ] && portal=$2; shift; done
if ! said=$(PATH=${path} LD_LIBRARY_PATH=${libraries} timeout 10 iscsi-ls "iscsi://$portal" 2>&1); then echo "iscsiadm: $said" >&2; exit 4; fi
sed -n 's/^Target:\\(.*\\) Portal:\\(.*\\)$/\\2 \\1/p' <<<"$said"
`;
}

function showmount(tools: string): string {
  const { path, libraries } = toolsAt(tools);
  return `#!/bin/bash\nPATH=${path} LD_LIBRARY_PATH=${libraries} exec showmount "$@"\n`;
}

/** A lab where hosts ask real machines for storage, and an engine that is let into every host. */
function aLabWithStorage() {
  const undo = new AsyncDisposableStack();
  let made: { readonly lab: Lab; readonly engine: ConnectedEngine } | undefined;
  beforeAll(async () => {
    const programs = { ...(ISCSI !== '' && { iscsiadm: iscsiadm(ISCSI) }), ...(NFS !== '' && { showmount: showmount(NFS) }) };
    const lab = undo.use(await startLab(3, { programs }));
    for (const { name } of lab.world.hosts) {
      probeReally(lab.host(name), { lvmoiscsi: iscsiAsked(askingWith(lab.network, ISCSI)), nfs: nfsAsked(askingWith(lab.network, NFS)) });
    }
    const engine = undo.use(await connectEngine(lab));
    for (const { name } of lab.world.hosts) {
      await using host = await watch(lab, engine, name);
      await host.connected();
    }
    made = { lab, engine };
  });
  afterAll(async () => await undo.disposeAsync());

  const now = () => {
    if (made === undefined) throw new Error('it has not begun');
    return made;
  };
  const refOf = (host: string): HostRef => now().lab.host(host).host.ref as HostRef;

  return {
    lab: () => now().lab,
    /** Stays until the lab goes. */
    async begin(start: (lab: Lab) => Promise<StorageServer>): Promise<StorageServer> {
      return undo.use(await start(now().lab));
    },
    async keep(password: string): Promise<string> {
      const { engine } = now();
      const kept = await engine.engine.call('storage.keep-password', { server: engine.server, password });
      if (!kept.ok) throw new Error(JSON.stringify(kept.failure));
      return kept.value.secret;
    },
    async look(host: string, look: Look): Promise<Discovery | string> {
      const { engine } = now();
      const looked: Result<{ readonly discovery: Discovery }, Failure> = await engine.engine.call('storage.look', {
        server: engine.server,
        host: refOf(host),
        look,
      });
      if (looked.ok) return looked.value.discovery;
      return looked.failure.kind === 'xapi' ? looked.failure.code : JSON.stringify(looked.failure);
    },
    /** What a host's own shell finds, and what follows of it. */
    async ask(host: string, source: StorageSource): Promise<{ readonly answers: readonly PlaceAnswer[]; readonly judged: ShellJudgement }> {
      const { engine } = now();
      const places = placesOf(source);
      if (places === undefined) throw new RangeError('nothing of it is on a network');
      const asked = await engine.engine.call('storage.ask-shell', { server: engine.server, host: refOf(host), places });
      if (!asked.ok || asked.value.word.is !== 'said') throw new Error(JSON.stringify(asked));
      const { answers } = asked.value.word;
      return { answers, judged: judgeShell(source, answers) };
    },
  };
}

describe.skipIf(ISCSI === '' && NFS === '')('storage on real machines', () => {
  const at = aLabWithStorage();

  describe.skipIf(ISCSI === '')('a real iSCSI target, asked by every host', () => {
    let array: StorageServer;
    beforeAll(async () => {
      array = await at.begin(async (lab) => await startArray(lab, ISCSI));
    });
    const both = `${ARRAY.storage},${ARRAY.management}`;
    const portal: IscsiPortal = { target: ARRAY.storage, port: 3260 };
    const offers = (name: string, address: string = ARRAY.storage) => ({ name, address, port: 3260 });

    it('offers its names on each portal, and a name that only one host may use to that host alone', async () => {
      const everybody = [offers(TARGETS.locked), offers(TARGETS.open), offers('*')];
      expect(await at.look('lab-2', { at: 'iscsi', ...portal })).toEqual({ found: 'targets', targets: everybody });
      expect(await at.look('lab-1', { at: 'iscsi', ...portal })).toEqual({
        found: 'targets',
        targets: [offers(TARGETS.locked), offers(TARGETS.masked), offers(TARGETS.open), offers('*')],
      });
      expect(await at.look('lab-3', { at: 'iscsi', target: both, port: 3260 })).toMatchObject({
        targets: [TARGETS.locked, TARGETS.open].flatMap((name) => [offers(name, ARRAY.management), offers(name)]).concat(offers('*', both)),
      });
      expect(await at.look('lab-2', { at: 'iscsi', ...portal, iqn: TARGETS.masked })).toBe('SR_BACKEND_FAILURE_96');
    });

    it('shows its LUNs as they are, an empty one as empty, and names one that is not there', async () => {
      const found = await at.look('lab-2', { at: 'iscsi', ...portal, iqn: TARGETS.open });
      expect(found).toEqual({
        found: 'devices',
        adapters: [],
        devices: [
          { lun: 1, vendor: 'LABARRAY', serial: 'lab-1-1', sizeBytes: 2 * 1024 ** 3, scsiId: '1IET_00010001' },
          { lun: 2, vendor: 'LABARRAY', serial: 'lab-1-2', sizeBytes: 3 * 1024 ** 3, scsiId: '1IET_00010002' },
        ],
      });
      const lun = { at: 'iscsi', ...portal, iqn: TARGETS.open } as const;
      expect(await at.look('lab-2', { ...lun, scsiId: '1IET_00010002' })).toEqual({ found: 'repositories', repositories: [] });
      expect(await at.look('lab-2', { ...lun, scsiId: '1IET_00010009' })).toBe('SR_BACKEND_FAILURE_107');
    });

    it('lets nobody in without the password it wants', async () => {
      const locked = { at: 'iscsi', ...portal, iqn: TARGETS.locked } as const;
      const chap = async (password: string) => ({ user: CHAP.user, secret: await at.keep(password) });
      expect(await at.look('lab-3', locked)).toBe('SR_BACKEND_FAILURE_68');
      expect(await at.look('lab-3', { ...locked, chap: await chap('not-the-word-12') })).toBe('SR_BACKEND_FAILURE_68');
      expect(await at.look('lab-3', { ...locked, chap: await chap(CHAP.password) })).toMatchObject({ devices: [{ scsiId: '1IET_00020001' }] });
    });

    it('a shell finds what it is offered and what not, and that large packets get there', async () => {
      const source = (iqn: string): StorageSource => ({ kind: 'iscsi', target: both, port: 3260, iqn, scsiId: '' });
      const { answers, judged } = await at.ask('lab-3', source(TARGETS.open));
      expect(answers).toMatchObject([
        { host: ARRAY.storage, port: 'open', route: { device: 'xenbr2', from: '10.8.1.13', mtu: 1500 }, fits: 'yes' },
        { host: ARRAY.management, port: 'open', route: { device: 'xenbr0', from: '10.8.0.13', mtu: 1500 }, fits: 'yes' },
      ]);
      expect(answers.map(({ list }) => list)).toEqual(answers.map(() => ({ is: 'targets', names: [TARGETS.locked, TARGETS.open] })));
      expect(judged).toMatchObject({ open: 2, doubts: [] });
      expect(judgeShell(source(TARGETS.masked), answers)).toMatchObject({ checks: { 'offers-it': 'no' } });
    });

    it('one portal down, the other is enough, and the shell names it; the server gone in the middle, it is said', async () => {
      const lun = { at: 'iscsi', target: both, port: 3260, iqn: TARGETS.open } as const;
      const source: StorageSource = { kind: 'iscsi', target: both, port: 3260, iqn: TARGETS.open, scsiId: '' };
      await at.lab().network.cable(ARRAY.name, 'eth0', 'pulled');
      const [devices, { judged }] = await Promise.all([at.look('lab-2', lun), at.ask('lab-2', source)]);
      expect(devices).toMatchObject({ devices: [{ lun: 1 }, { lun: 2 }] });
      expect(judged).toMatchObject({ open: 1, doubts: [{ is: 'port-closed', host: ARRAY.management, how: 'no-answer' }] });
      await at.lab().network.cable(ARRAY.name, 'eth0', 'plugged');
      await array.type('kill -9 $(pidof tgtd)');
      expect(await at.look('lab-2', lun)).toBe('SR_BACKEND_FAILURE_141');
    });
  });

  describe.skipIf(NFS === '')('a real file server, asked by every host', () => {
    let filer: StorageServer;
    beforeAll(async () => {
      filer = await at.begin(async (lab) => await startFiler(lab, NFS));
    });
    const share = { at: 'nfs', server: FILER.storage } as const;

    it('lists what it exports to a host, and what lies there, with the versions it speaks', async () => {
      expect(await at.look('lab-1', share)).toEqual({
        found: 'exports',
        exports: [{ path: EXPORTS.ours, access: `${FILER.storage}/32,10.8.1.11/32,10.8.1.12/32` }],
      });
      expect(await at.look('lab-2', { ...share, path: EXPORTS.ours })).toMatchObject({
        found: 'repositories',
        repositories: [{ uuid: LEFT_THERE }],
        versions: ['3', '4'],
      });
    });

    it('lets nobody mount what is for others, and a shell says for whom it is', async () => {
      expect(await at.look('lab-1', { ...share, path: EXPORTS.theirs })).toBe('SR_BACKEND_FAILURE_73');
      expect(await at.look('lab-3', { ...share, path: EXPORTS.ours })).toBe('SR_BACKEND_FAILURE_73');
      const source = { kind: 'nfs', server: FILER.storage, path: EXPORTS.ours } as const;
      const ours = await at.ask('lab-1', source);
      expect(ours.answers).toMatchObject([{ port: 'open', route: { device: 'xenbr2', from: '10.8.1.11' }, fits: 'yes' }]);
      expect(ours.judged).toMatchObject({ doubts: [], checks: { 'lets-in': 'yes', 'offers-it': 'yes' } });
    });

    it('gone in the middle, it is said, by the pool and by the shell', async () => {
      await filer.type('kill -9 $(cat /run/ganesha.pid)');
      expect(await at.look('lab-1', { ...share, path: EXPORTS.ours })).toBe('SR_BACKEND_FAILURE_108');
      const { judged } = await at.ask('lab-1', { kind: 'nfs', server: FILER.storage, path: EXPORTS.ours });
      expect(judged).toMatchObject({ open: 0, doubts: [{ is: 'port-closed', how: 'refused' }] });
    });
  });
});
