import type { AttemptWord, Believed, BmcWord } from '#shared/domain/diagnosis/believed.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { answersOf, bundleScript, readFrames } from '#shared/domain/diagnosis/frames.ts';
import { holesOf } from '#shared/domain/diagnosis/holes.ts';
import type { ProbeAnswer } from '#shared/domain/diagnosis/probe.ts';
import { memberProbes, type MemberWord, memberWordOf } from '#shared/domain/diagnosis/member-word.ts';
import { parsePower } from '#shared/domain/diagnosis/parsers/power.ts';
import { powerLine } from '#shared/domain/diagnosis/power-line.ts';
import { probeIds, probeTable, readyProbe, readyProbes } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import { execute, openShell } from '#simulator/shell/execute.ts';
import { inputOf } from '#simulator/shell/process.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { meet } from '#simulator/world/dom0/tcp.ts';
import { flag, list, map, number, ref, text } from '#simulator/world/fields.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

/** Longer than any probe may take. */
const PATIENCE_MS = 120_000;
const STEP_MS = 500;

/** Runs a script on a simulated host without any network, as long as it takes by the world's clock. */
function runOn(world: World, host: SimHost, script: string, given = ''): { readonly output: string; readonly isOver: boolean } {
  let output = '';
  let isOver = false;
  const take = (bytes: string): void => void (output += bytes);
  execute(openShell(world, host), Buffer.from(script, 'utf8').toString('latin1'), { out: take, err: take, input: inputOf(given) }, () => {
    isOver = true;
  });
  const endMs = world.clock.now() + PATIENCE_MS;
  const hasEnded = (): boolean => isOver;
  while (!hasEnded() && world.clock.now() < endMs) world.clock.advance(STEP_MS);
  return { output: Buffer.from(output, 'latin1').toString('utf8'), isOver: hasEnded() };
}

export interface Asked {
  readonly sight: HostSight;
  readonly answers: readonly ProbeAnswer[];
}

/** Asks a simulated host everything the table has, tier by tier, as the collector does. */
export function askEverything(world: World, host: SimHost): Asked {
  const believed = believedOf(world, host);
  let sight: HostSight = emptySight;
  const answers: ProbeAnswer[] = [];
  const ask = (script: string): void => {
    const { output, isOver } = runOn(world, host, script);
    const fresh = answersOf(readFrames(output, probeIds), { atMs: world.clock.now(), isOver: true });
    answers.push(...fresh.map((answer) => (isOver ? answer : { ...answer, state: answer.rc === undefined ? ('stuck' as const) : answer.state })));
    sight = readAnswers(sight, fresh);
  };
  for (const tier of [0, 1, 2, 3] as const) {
    ask(bundleScript(readyProbes(tier, 'bundle', holesOf(sight, believed))));
    for (const probe of probeTable.values()) {
      const ready = probe.tier === tier && probe.channel === 'own' ? readyProbe(probe, holesOf(sight, believed)) : undefined;
      if (ready !== undefined) ask(bundleScript([ready]));
    }
  }
  return { sight, answers };
}

const modes: Readonly<Record<string, 'static' | 'dhcp'>> = { Static: 'static', DHCP: 'dhcp' };

/** What the pool's records say of a host, as the engine would put it together. */
export function believedOf(world: World, host: SimHost): Believed {
  const { database } = host.pool;
  const [pool] = database.refs('pool');
  const row = database.find('host', host.ref) ?? {};
  return {
    asOfMs: world.clock.now(),
    host: {
      uuid: host.uuid,
      name: host.name,
      address: host.address,
      isLive: flag(database.find('host_metrics', ref(row, 'metrics') ?? '') ?? {}, 'live'),
      isEnabled: flag(row, 'enabled'),
      iqn: text(row, 'iscsi_iqn'),
    },
    isMaster: host.pool.master === host,
    master: { uuid: host.pool.master.uuid, name: host.pool.master.name, address: host.pool.master.address },
    hosts: database.refs('host').map((other) => {
      const known = database.get('host', other);
      return { uuid: text(known, 'uuid'), name: text(known, 'name_label'), address: text(known, 'address') };
    }),
    isHaEnabled: pool !== undefined && flag(database.get('pool', pool), 'ha_enabled'),
    pifs: list(row, 'PIFs').map((pif) => {
      const card = database.find('PIF', pif) ?? {};
      return {
        uuid: text(card, 'uuid'),
        device: text(card, 'device'),
        bridge: text(database.find('network', text(card, 'network')) ?? {}, 'bridge'),
        mac: text(card, 'MAC'),
        vlan: Number(card['VLAN'] ?? -1),
        address: text(card, 'IP'),
        netmask: text(card, 'netmask'),
        gateway: text(card, 'gateway'),
        dns: text(card, 'DNS'),
        mode: modes[text(card, 'ip_configuration_mode')] ?? 'none',
        isManagement: flag(card, 'management'),
        isAttached: flag(card, 'currently_attached'),
        isPhysical: flag(card, 'physical'),
        mtu: 1500,
      } as const;
    }),
    pbds: list(row, 'PBDs').map((pbd) => {
      const plug = database.find('PBD', pbd) ?? {};
      const store = database.find('SR', ref(plug, 'SR') ?? '') ?? {};
      return {
        uuid: text(plug, 'uuid'),
        srUuid: text(store, 'uuid'),
        srName: text(store, 'name_label'),
        srType: text(store, 'type'),
        isAttached: flag(plug, 'currently_attached'),
        sizeBytes: number(store, 'physical_size'),
        usedBytes: number(store, 'physical_utilisation'),
        config: Object.fromEntries(Object.entries(map(plug, 'device_config')).map(([key, value]) => [key, String(value)])),
      };
    }),
    vms: list(row, 'resident_VMs').flatMap((vm) => {
      const machine = database.find('VM', vm) ?? {};
      return flag(machine, 'is_control_domain') ? [] : [{ uuid: text(machine, 'uuid'), name: text(machine, 'name_label') }];
    }),
  };
}

/** What every other host of its pool says of itself. */
export function askMembers(world: World, host: SimHost): readonly MemberWord[] {
  const { database } = host.pool;
  const others = world.hosts.filter((other) => other !== host && other.power === 'on' && database.refByUuid('host', other.uuid) !== undefined);
  return others.flatMap((other) => {
    const probes = memberProbes.flatMap((id) => probeTable.get(id) ?? []).flatMap((probe) => readyProbe(probe, {}) ?? []);
    const { output } = runOn(world, other, bundleScript(probes));
    const answers = answersOf(readFrames(output, probeIds), { atMs: world.clock.now(), isOver: true });
    return memberWordOf(readAnswers(emptySight, answers)) ?? [];
  });
}

/** What the host's management controller tells one of its neighbours. */
export function askController(world: World, host: SimHost): BmcWord {
  const neighbour = world.hosts.find((other) => other !== host && other.power === 'on');
  const {
    power_on_ip: address = '',
    power_on_user: user = '',
    power_on_password_secret: secret = '',
  } = map(host.pool.database.get('host', host.ref), 'power_on_config');
  const ref = host.pool.database.refByUuid('secret', String(secret));
  const line = powerLine(String(address), String(user));
  if (neighbour === undefined || ref === undefined || line === undefined) return { is: 'not-asked' };
  const { output } = runOn(world, neighbour, line, `${text(host.pool.database.get('secret', ref), 'value')}\n`);
  return parsePower(output, { code: 0, atMs: world.clock.now() }) ?? { is: 'not-asked' };
}

/** How far everybody gets who tries its addresses from outside. */
export function knock(world: World, host: SimHost): readonly AttemptWord[] {
  return believedOf(world, host)
    .pifs.filter(({ address }) => address !== '')
    .map(({ address, isManagement }) => {
      const met = meet(pathTo(world, 'outside', address), 22, 'outside');
      const route = { kind: isManagement ? 'direct-management' : 'direct-secondary', address };
      if (met === 'open' && host.power === 'on') return { route, stage: 'run', state: 'done' } as const;
      const failure = met === 'refused' && host.power === 'on' ? 'refused' : met === 'no-route' ? 'no-route' : 'timed-out';
      return { route, stage: 'connect', state: 'failed', failure } as const;
    });
}
