import { describe, expect, it } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { answer, execute, openShell } from '#simulator/shell/execute.ts';
import { pifsOf } from '#simulator/world/dom0/legs.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { canTalk } from '#simulator/world/reach.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

interface Place {
  readonly world: World;
  readonly host: SimHost;
  readonly master: SimHost;
}

async function place(scenario: string): Promise<Place> {
  const world = await buildScenario(scenarioNamed(scenario));
  const host = world.hosts.find(({ name }) => name === 'dark-3');
  const master = world.hosts.find(({ name }) => name === 'dark-1');
  if (host === undefined || master === undefined) throw new RangeError('the scenario has other hosts');
  return { world, host, master };
}

/** Types a command and lets the world go on until it is done, and a while longer. */
function type({ world, host }: Place, text: string): number {
  const state: { code: number } = { code: -1 };
  execute(openShell(world, host), text, { out: () => undefined, err: () => undefined }, (code) => {
    state.code = code;
  });
  world.clock.advance(300_000);
  return state.code;
}

const said = ({ world, host }: Place, text: string): string => answer(world, host, text)?.stdout ?? 'takes time';

describe('repairs typed on a dark host', () => {
  it('an address with the right mask and router brings it back', async () => {
    const it = await place('dark-wrong-mask');
    expect([canTalk(it.host, it.master), pathTo(it.world, 'outside', '10.8.0.13').is]).toEqual([false, 'silent']);
    type(it, 'ip addr replace 10.8.0.13/24 dev xenbr0; ip route replace default via 10.8.0.1 dev xenbr0');
    expect([canTalk(it.host, it.master), pathTo(it.world, 'outside', '10.8.0.13').is]).toEqual([true, 'host']);
  });

  it('an address that is given stands beside the one before, until that is taken away', async () => {
    const it = await place('dark-wrong-mask');
    const own = (): readonly string[] => said(it, 'ip -o addr show xenbr0').match(/10\.8\.0\.13\/\d+/g) ?? [];
    type(it, 'ip addr replace 10.8.0.13/24 dev xenbr0');
    expect(own()).toEqual(['10.8.0.13/30', '10.8.0.13/24']);
    expect(type(it, 'ip addr del 10.8.0.13/30 dev xenbr0')).toBe(0);
    expect(own()).toEqual(['10.8.0.13/24']);
    expect(type(it, 'ip addr del 10.8.0.13/30 dev xenbr0')).toBe(2);
  });

  it('what is undone by a timer is undone, unless it is called off', async () => {
    const it = await place('dark-member');
    type(it, 'systemd-run --on-active=600 --unit=undo ip link set eth2 down');
    expect(said(it, 'cat /sys/class/net/eth2/operstate')).toBe('up\n');
    it.world.clock.advance(600_000);
    expect(said(it, 'cat /sys/class/net/eth2/operstate')).toBe('down\n');
    type(it, 'ip link set eth2 up; systemd-run --on-active=600 --unit=undo ip link set eth2 down; systemctl stop undo.timer');
    it.world.clock.advance(900_000);
    expect(said(it, 'cat /sys/class/net/eth2/operstate')).toBe('up\n');
  });

  it('a reset of the network takes bonds and addresses away, and the host joins with what it was given', async () => {
    const it = await place('dark-half-bond');
    const rows = () => pifsOf(it.host).map(({ row }) => [row['device'], row['IP'], row['management'], row['currently_attached']]);
    expect(rows().map(([device]) => device)).toEqual(['bond1', 'eth0', 'eth1', 'eth2', 'eth3']);
    expect(type(it, 'echo no | xe-reset-networking --device=eth0 --mode=dhcp')).toBe(1);
    const line = 'echo yes | xe-reset-networking --device=eth0 --mode=static --ip=10.8.0.13 --netmask=255.255.255.0 --gateway=10.8.0.1 -m 10.8.0.11';
    type(it, line);
    expect(rows()).toEqual([
      ['eth0', '10.8.0.13', true, true],
      ['eth1', '', false, true],
      ['eth2', '', false, true],
      ['eth3', '', false, true],
    ]);
    expect([it.host.toolstack.is, said(it, 'ls /var/tmp/network-reset || echo gone')]).toEqual(['running', 'gone\n']);
  });

  it('a dead toolstack is started', async () => {
    const it = await place('dark-toolstack-dead');
    expect(said(it, 'systemctl is-active xapi')).toBe('failed\n');
    expect(type(it, 'systemctl start xapi')).toBe(0);
    expect([it.host.toolstack.is, said(it, 'systemctl is-active xapi')]).toEqual(['running', 'active\n']);
  });

  it('a toolstack that has no room for its log starts once old logs are gone', async () => {
    const it = await place('dark-log-disk-full');
    expect(said(it, 'df -P /var/log | tail -1 | grep -o 100%; echo x > /var/log/x || echo no')).toContain('100%');
    expect(type(it, 'systemctl start xapi')).toBe(1);
    type(it, "find /var/log -name '*.gz' -mtime +2 -delete; systemctl start xapi");
    expect(it.host.toolstack.is).toBe('running');
  });

  it('a member of an old master is led to the new one', async () => {
    const it = await place('dark-old-master');
    expect([said(it, 'cat /etc/xensource/pool.conf'), said(it, 'xe host-is-in-emergency-mode')]).toEqual(['slave:10.8.0.99', 'true\n']);
    expect(type(it, 'xe pool-emergency-reset-master master-address=10.8.0.11')).toBe(0);
    expect([it.host.toolstack.is, said(it, 'cat /etc/xensource/pool.conf')]).toEqual(['running', 'slave:10.8.0.11']);
  });

  it('a broken role is mended the same way', async () => {
    const it = await place('dark-broken-role');
    expect(it.host.toolstack).toMatchObject({ is: 'emergency', code: 'HOST_BROKEN' });
    type(it, 'xe pool-emergency-reset-master master-address=10.8.0.11');
    expect(it.host.toolstack.is).toBe('running');
  });

  it('a member promoted after the death of its master gathers the others', async () => {
    const it = await place('dark-dead-master');
    expect(type(it, 'timeout 8 xe pool-list --minimal')).toBe(124);
    type(it, 'xe pool-emergency-transition-to-master');
    expect(said(it, 'cat /etc/xensource/pool.conf')).toBe('master');
    type(it, 'xe pool-recover-slaves');
    const other = it.world.hosts.find(({ name }) => name === 'dark-2');
    expect([other?.toolstack.is, other?.pool.master.name]).toEqual(['running', 'dark-3']);
  });

  it('a host that does not know the certificate joins without looking, and looks again', async () => {
    const it = await place('dark-distrusted-master');
    expect(it.host.toolstack.is).toBe('emergency');
    type(it, 'xe host-emergency-disable-tls-verification; xe-toolstack-restart');
    expect(it.host.toolstack.is).toBe('running');
    type(it, 'xe host-emergency-reenable-tls-verification; xe-toolstack-restart');
    expect(it.host.toolstack.is).toBe('running');
  });

  it('a clock that runs wrong is set by its servers', async () => {
    const it = await place('dark-clock-skew');
    type(it, 'chronyc makestep');
    expect(it.host.clockSkewMs).toBe(420_000);
    expect(type(it, 'timeout 70 chronyc waitsync 30 0 0 2')).toBe(1);
    expect(type(it, 'systemctl start chronyd; timeout 70 chronyc waitsync 30 0 0 2 && chronyc makestep')).toBe(0);
    expect(it.host.clockSkewMs).toBe(0);
  });

  it('whoever asks about a dead mount waits, whatever it was told', async () => {
    const it = await place('dark-nfs-gone');
    const mount = said(it, "awk '$3 ~ /^nfs/ {print $2}' /proc/mounts").trim();
    expect(type(it, `timeout -k 1 5 stat -f ${mount}`)).toBe(-1);
    expect(said(it, "ps -eo pid,ppid,stat,wchan:24,etimes,args --sort=-etimes | awk '$3~/^D/' | wc -l")).toBe('3\n');
    runCommand(it.world, 'lose-server', ['dark-3', '10.8.1.60', 'off']);
    expect(type(it, `timeout -k 1 5 stat -f ${mount}`)).toBe(0);
  });
});
