import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientChannel } from 'ssh2';
import { order } from '#simulator/control/control-client.ts';
import { startScenario } from '#simulator/start-scenario.ts';
import type { ControlledDataCentre } from '#simulator/serve-controlled.ts';
import { connectSsh } from '#test/support/ssh-client.ts';

describe('the demo over SSH', () => {
  let dataCentre: ControlledDataCentre;

  beforeAll(async () => {
    dataCentre = await startScenario('demo', { addresses: 'records', startMs: Date.UTC(2026, 5, 9, 12, 9, 52) });
  });
  afterAll(async () => await dataCentre.close());

  function door(address: string): { host: string; port: number } {
    const found = dataCentre.addresses.find((known) => known.address === `${address}:22`);
    if (found === undefined) throw new RangeError(`nothing listens at ${address}`);
    const [host = '', port] = found.leadsTo.split(':');
    return { host, port: Number(port) };
  }

  it('answers a command and gives its code', async () => {
    await using ssh = await connectSsh(door('10.20.0.12'));
    expect(await ssh.run('grep INSTALLATION_UUID /etc/xensource-inventory; cat /etc/xensource/pool.conf')).toEqual({
      stdout: "INSTALLATION_UUID='7d1f0c52-41b6-4f0b-9a57-2f3b0f6ad5c1'\nslave:10.20.0.11",
      stderr: '',
      code: 0,
    });
    expect(await ssh.run('nothing-like-that')).toEqual({ stdout: '', stderr: 'bash: nothing-like-that: command not found\n', code: 127 });
  });

  it('refuses a wrong password', async () => {
    await expect(connectSsh({ ...door('10.20.0.12'), password: 'wrong' })).rejects.toThrow('authentication');
  });

  it('says what a client outside meets at the addresses of the dark member', () => {
    const meets = (address: string) => dataCentre.addresses.find((known) => known.address === address)?.meets();
    expect([meets('10.20.0.12:22'), meets('10.20.0.13:22'), meets('10.30.0.13:22'), meets('10.30.0.13')]).toEqual([
      'answers',
      'silent',
      'no-route',
      'no-route',
    ]);
  });

  it('reaches the dark member through one with a leg in its storage network', async () => {
    await using jump = await connectSsh(door('10.20.0.12'));
    await using dark = await connectSsh({ sock: await jump.jump('10.30.0.13', 22) });
    expect((await dark.run('hostname')).stdout).toBe('xs-par-03\n');
    await expect(jump.jump('10.20.0.13', 22)).rejects.toThrow('Channel open failure');
  });

  it('where it lets nobody through it says that this is prohibited, and a shell still passes on what it hears', async () => {
    await order(dataCentre.control, 'ssh-forwarding', ['xs-par-02', 'off']);
    await using member = await connectSsh(door('10.20.0.12'));
    await order(dataCentre.control, 'ssh-forwarding', ['xs-par-02', 'on']);
    // OpenSSH's number for "administratively prohibited".
    await expect(member.jump('10.30.0.13', 22)).rejects.toMatchObject({ reason: 1 });
    const passingOn = (to: string): string => `bash -c 'exec 3<>/dev/tcp/${to} || exit 1; cat <&3 & exec cat >&3'`;
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      member.client.exec(passingOn('10.30.0.13/22'), (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
    });
    await using dark = await connectSsh({ sock: channel });
    expect((await dark.run('hostname')).stdout).toBe('xs-par-03\n');
    expect(await member.run(passingOn('10.20.0.12/9'))).toMatchObject({ code: 1, stderr: expect.stringContaining('bash: connect: ') as string });
  });

  it('asks the toolstack over its socket as root', async () => {
    await using ssh = await connectSsh(door('10.20.0.11'));
    const channel = await new Promise<NodeJS.ReadWriteStream>((resolve, reject) => {
      ssh.client.openssh_forwardOutStreamLocal('/var/lib/xcp/xapi', (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
    });
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.login_with_password', params: ['root', ''] });
    channel.write(`POST /jsonrpc HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    let answer = '';
    for await (const part of channel) answer += String(part);
    expect(answer).toContain('"result":"OpaqueRef:');
  });

  it('draws the host console and goes through its menus', async () => {
    await using ssh = await connectSsh(door('10.20.0.12'));
    const screens = await ssh.type('xsconsole', ['\u001b[B', '\r', '\u001b', '\u0003']);
    expect(screens).toContain('XCP-ng 8.3.0');
    expect(screens).toContain('IP        10.20.0.12');
    expect(screens).toContain('Emergency Network Reset');
  });

  it('edits lines at a terminal as people expect', async () => {
    await using ssh = await connectSsh(door('10.20.0.12'));
    const screens = await ssh.type(undefined, [
      'ecko ok\u001b[D\u001b[D\u001b[D\u001b[D\u007fh\r',
      'sleep 1000\r',
      '\u0003',
      'nonsense; echo $?\r',
      'exit\r',
    ]);
    expect(screens).toContain('\r\nok\r\n');
    expect(screens).toContain('^C\r\n[root@xs-par-02 ~]# ');
    expect(screens).toContain('bash: nonsense: command not found\r\n127\r\n');
    expect(screens).toContain('logout');
  });
});
