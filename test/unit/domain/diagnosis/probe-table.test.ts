import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { answersOf, bundleScript, readFrames } from '#shared/domain/diagnosis/frames.ts';
import { holesOf } from '#shared/domain/diagnosis/holes.ts';
import type { Holes } from '#shared/domain/diagnosis/probe.ts';
import { probeIds, probeTable, readyProbe, readyProbes } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import { quoted } from '#shared/domain/diagnosis/shell.ts';
import { believedMember } from '#test/support/sights.ts';

/** Dozens of real processes, on a machine that may be busy with other suites. */
const REAL_SHELL_MS = 90_000;

const holes: Holes = {
  hostUuid: quoted('6f3c0f9a-8f0e-4c39-9a52-0c1f6b1f7a11'),
  master: quoted('10.20.0.11'),
  bridge: quoted('xenbr0'),
  address: quoted('10.20.0.13'),
  gateway: quoted('10.20.0.1'),
  nic: quoted('eth0'),
};

const ready = [...probeTable.values()].flatMap((probe) => readyProbe(probe, holes) ?? []);
const scripts = ready.map(({ id, script }) => [id, String(script)] as const);

test('every probe has its script once what it needs is known, and none before', () => {
  expect(ready.map(({ id }) => id)).toEqual([...probeIds]);
  const early = [...probeTable.values()].filter((probe) => readyProbe(probe, {}) === undefined).map(({ id }) => id);
  expect(early).toEqual(
    expect.arrayContaining([
      'master-path',
      'management',
      'intent',
      'mtu',
      'pbds',
      'vm-records',
      'host-record',
      'switch-port',
      'vlan-traffic',
      'optics',
    ]),
  );
});

test('what may block is never bundled with what may not', () => {
  for (const { id, tier, channel } of probeTable.values()) expect([id, tier < 2 || channel === 'own']).toEqual([id, true]);
});

/** For tools that can also change things: the only way each of them may be used. */
const onlySo: readonly (readonly [RegExp, RegExp])[] = [
  [/\bxe [\w-]+/g, /^xe (?:host-is-in-emergency-mode|[\w-]+-list)$/],
  [/\bip (?:-\S+ )*\w+(?: \w+)?/g, /^ip (?:-[o46] )*(?:link|addr|route|neigh)(?: (?:get|show|2))?$/],
  [/\bovs-vsctl [^|;)"]*/g, /^ovs-vsctl -t 4 (?:list-br|br-to-parent|br-to-vlan|list-ports|list-ifaces|--format=json .*list Interface)/],
  [/\bovs-appctl [^|;)"]*/g, /^ovs-appctl -T 4 (?:bond\/list|bond\/show|lacp\/show)/],
  [/\bsystemctl [\w-]+/g, /^systemctl (?:show|is-active)$/],
  [/\biscsiadm [^;]*/g, /^iscsiadm -m session -P 3$/],
  [/\bmultipath -\w+/g, /^multipath -ll$/],
  [/\b(?:pvs|vgs) --?\S+/g, / --readonly$/],
  [/\bethtool(?: -\S+)?/g, /^ethtool(?: -[im])?$/],
  [/\bipmitool \S+ \S+/g, /^ipmitool (?:lan print|sel elist|sdr elist)/],
  [/\bchronyc [^;\n]*/g, /^chronyc -n -c (?:tracking|sources)$/],
  [/\bxl \w+/g, /^xl (?:list|info|dmesg)$/],
  [/\bxenstore-\w+/g, /^xenstore-(?:list|read)$/],
  [/\bbrctl \w+/g, /^brctl show$/],
  [/\bdate \S+/g, /^date \+%s\.%N$/],
  [/\biptables -\S+/g, /^iptables -S$/],
  [/\bopenssl \w+/g, /^openssl (?:x509|s_client)$/],
  [/\bxenops-cli \w+/g, /^xenops-cli list$/],
  [/\bsmartctl [^/]*/g, /^smartctl -H -A $/],
  [/\bstatic-vdis \w+/g, /^static-vdis list$/],
  [/\d?>{1,2}(?!&)\s*[^\s;|)]+/g, /^\d?>\s*(?:\/dev\/null|\/dev\/tcp\/\S+)$/],
  [/[^\s"'|=(;]*\.pem\b/g, /^(?:\/etc\/stunnel\/\*|\/etc\/xensource\/xapi-(?:ssl|pool-tls))\.pem$/],
];

const never =
  /(?:^|[\s;|(&])(?:rm|mv|cp|dd|ln|tee|touch|truncate|mkdir|mkfs\S*|mount|umount|kill\w*|reboot|poweroff|halt|init|sed -i|chmod|chown|ifconfig|ifup|ifdown|modprobe|hwclock|ntpdate|lvs|lv\w+|vg[^s]\w+|pv[^s]\w+|xe-\S+|interface-rename\S*)(?:\s|$)|-delete\b|-exec\b|tcpdump[^;]* -w|emer-reset|LVM_SYSTEM_DIR/m;

test.each(scripts)('%s changes nothing and reads no secret', (_id, script) => {
  // What stands in quotes is a pattern or a mark to print; awk could do more with it.
  const bare = script.replaceAll(/'[^']*'/g, "''").replace('last -x -n 10 reboot shutdown', 'last');
  expect(bare).not.toMatch(never);
  expect(script).not.toMatch(/system\(|\bprint\b[^}]*>|getline/);
  expect(script).not.toMatch(/ptoken|node\.session|\/etc\/iscsi\/nodes|shadow|-----BEGIN|cat \$c(?:[;\s)]|$)/);
  for (const [tool, allowed] of onlySo) for (const [use] of bare.matchAll(tool)) expect(use).toMatch(allowed);
});

test('certificates are shown, their keys are not', () => {
  expect(scripts.filter(([, script]) => script.includes('.pem')).map(([id]) => id)).toEqual(['certificates']);
  expect(probeTable.get('certificates')?.script({})).toContain('openssl x509 -in $c -noout ');
});

test(
  'a shell understands every script, alone and bundled',
  () => {
    const texts = [...scripts.map(([, script]) => script), bundleScript(ready)];
    const complaints = texts.map((text) => spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' }).stderr);
    expect(complaints.filter((complaint) => complaint !== '')).toEqual([]);
  },
  REAL_SHELL_MS,
);

test(
  'run on this machine, the cheap bundle comes back whole and what is true of it is read',
  () => {
    const cheap = readyProbes(0, 'bundle', {});
    const output = execFileSync('bash', ['-c', bundleScript(cheap)], { encoding: 'utf8', maxBuffer: 50_000_000 });
    const answers = answersOf(readFrames(output, probeIds), { atMs: 1, isOver: true });
    expect(answers.map(({ id }) => id)).toEqual(cheap.map(({ id }) => id));
    expect(answers.filter(({ state }) => state === 'stuck')).toEqual([]);
    const { memory, disks } = readAnswers(emptySight, answers);
    expect(memory).toMatchObject({ is: 'seen', value: { totalKiB: expect.any(Number) } });
    expect(disks).toMatchObject({ is: 'seen' });
  },
  REAL_SHELL_MS,
);

test('later probes are told what earlier ones saw, and nothing that is no address', () => {
  const sight = readAnswers(emptySight, [
    { id: 'identity', atMs: 1, tookMs: 1, state: 'ok', rc: 0, raw: "INSTALLATION_UUID='x'\nMANAGEMENT_INTERFACE='xenbr0'\n" },
    { id: 'role', atMs: 1, tookMs: 1, state: 'ok', rc: 0, raw: 'slave:10.20.0.11\n' },
    {
      id: 'network',
      atMs: 1,
      tookMs: 1,
      state: 'ok',
      rc: 0,
      raw: '7: xenbr0: <UP> mtu 1500 state UP\\    link/ether 3c:ec:ef:aa:00:01 brd ff\n7: xenbr0    inet 10.20.0.13/24 brd 10.20.0.255 scope global xenbr0\n== route\ndefault via 10.20.0.1 dev xenbr0\n',
    },
    { id: 'nics', atMs: 1, tookMs: 1, state: 'ok', rc: 0, raw: 'eth0 oper=up carrier=1 mac=3c:ec:ef:aa:00:01 mtu=1500\n' },
  ]);
  expect(holesOf(sight, believedMember)).toEqual(holes);
  expect(
    holesOf(readAnswers(sight, [{ id: 'role', atMs: 1, tookMs: 1, state: 'ok', rc: 0, raw: 'slave:$(reboot)\n' }]), believedMember).master,
  ).toBeUndefined();
});
