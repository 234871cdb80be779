import { flag, list, mapOf, number, ref, refOf, textOf } from '../fields.ts';
import { freeBytes } from '../memory.ts';
import { evacuationProblems } from '../placement/evacuation.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { trim } from '../storage/trim.ts';
import { dateText, hostNow } from '../times.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export const hostQuestionCalls: Implementations = {
  'host.get_servertime': (call, host) => tellTime(call, refOf(host), (ms) => dateText(ms)),
  'host.get_server_localtime': (call, host) => tellTime(call, refOf(host), (ms) => dateText(ms).slice(0, -1)),
  'host.compute_free_memory': (call, host) => atHost(call, refOf(host), () => freeBytes(call.pool, refOf(host), 'dynamic-min')),
  'host.compute_memory_overhead': ({ pool }, host) => number(pool.database.get('host', refOf(host)), 'memory_overhead'),
  'host.get_management_interface': ({ pool }, host) => {
    const pifs = list(pool.database.get('host', refOf(host)), 'PIFs');
    return pifs.find((pif) => flag(pool.database.get('PIF', pif), 'management')) ?? NULL_REF;
  },
  'host.get_vms_which_prevent_evacuation': ({ pool }, host) => {
    pool.database.get('host', refOf(host));
    return Object.fromEntries(evacuationProblems(pool, refOf(host)));
  },
  'host.assert_can_evacuate': ({ pool }, host) => {
    pool.database.get('host', refOf(host));
    const problems = [...evacuationProblems(pool, refOf(host)).values()].map((reason) => reason.join(','));
    if (problems.length > 0) throw new XapiError('CANNOT_EVACUATE_HOST', problems.join('|'));
    return '';
  },
  'host.get_uncooperative_resident_VMs': () => [],
  'host.retrieve_wlb_evacuate_recommendations': () => {
    throw new XapiError('WLB_NOT_INITIALIZED');
  },
  'host.is_in_emergency_mode': ({ host }) => host.toolstack.is === 'emergency',
  'host.local_assert_healthy': ({ host }) => {
    if (host.toolstack.is === 'emergency') throw new XapiError(host.toolstack.code, ...host.toolstack.parameters);
    return '';
  },
  'host.has_extension': ({ pool }, host) => {
    pool.database.get('host', refOf(host));
    return false;
  },
  'host.call_plugin': (call, host, plugin, _name, given) =>
    textOf(plugin) === 'trim'
      ? trim(call, refOf(host), mapOf(given))
      : atHost(call, refOf(host), () => {
          throw new XapiError('XENAPI_MISSING_PLUGIN', textOf(plugin));
        }),
  'host.call_extension': (call, host, name) =>
    atHost(call, refOf(host), () => {
      throw new XapiError('MESSAGE_METHOD_UNKNOWN', textOf(name));
    }),
  'host.list_methods': ({ pool }) => [...pool.model.messages.keys()],
  'host.get_sched_gran': (call, host) => atHost(call, refOf(host), () => 'cpu'),
  'SR.get_live_hosts': ({ pool }, sr) => liveHosts(pool, refOf(sr)),
};

function* atHost(call: Call, host: Ref, answer: () => Value): Work<Value> {
  yield* forwardTo(call, host);
  return answer();
}

function tellTime(call: Call, host: Ref, print: (ms: number) => string): Work<Value> {
  return atHost(call, host, () => {
    const machine = machineOf(call, host) ?? call.host;
    return print(hostNow(call.world, machine));
  });
}

/** Enabled hosts that have the repository plugged; a repository nobody knows has none. */
function liveHosts(pool: Call['pool'], sr: Ref): Value {
  const row = pool.database.find('SR', sr);
  const hosts = list(row ?? {}, 'PBDs')
    .map((pbd) => pool.database.get('PBD', pbd))
    .filter((pbd) => flag(pbd, 'currently_attached'))
    .flatMap((pbd) => ref(pbd, 'host') ?? []);
  return hosts.filter((host) => flag(pool.database.get('host', host), 'enabled'));
}
