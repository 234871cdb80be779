import { parseInt64 } from '#simulator/codecs/number-text.ts';
import { list, ref, text } from '#simulator/world/fields.ts';
import { archivedVmRrd, hostRrd, residentVms, srRrd, vmRrd } from '#simulator/world/metrics/pool-metrics.ts';
import type { Consolidation, Rrd } from '#simulator/world/metrics/rrd.ts';
import { rrdJson, rrdXml, updatesJson, updatesXml } from '#simulator/world/metrics/rrd-document.ts';
import { updatesOf, type NamedRrd } from '#simulator/world/metrics/rrd-updates.ts';
import type { Row } from '#simulator/world/value.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { HttpFailure, type HttpExchange, type HttpHandlers, type HttpRequest } from '#simulator/xapi-server/routes.ts';
import { answerDocument, requiredParameter, wantsJson } from '#simulator/xapi-server/handlers/answers.ts';

const CONSOLIDATIONS: readonly Consolidation[] = ['AVERAGE', 'MIN', 'MAX', 'LAST'];

export const rrdHandlers: HttpHandlers = { rrd_updates: sendUpdates, host_rrd: sendHostRrd, vm_rrd: sendVmRrd, sr_rrd: sendSrRrd };

function sendUpdates(exchange: HttpExchange): void {
  const { request } = exchange;
  const startSec = parseInt64(requiredParameter(request, 'start'));
  if (startSec === undefined) throw new HttpFailure(500, 'Failure("Int64.of_string")');
  const updates = updatesOf(databasesAsked(exchange), {
    startSec: Number(startSec),
    intervalSec: Number(parseInt64(request.query.get('interval') ?? '') ?? 0n),
    consolidation: CONSOLIDATIONS.find((name) => name === request.query.get('cf')),
  });
  if (updates === undefined) throw new HttpFailure(500, 'Rrd.No_RRA_Available');
  answerDocument(
    exchange,
    wantsJson(request) ? { type: 'application/json', body: updatesJson(updates) } : { type: 'text/xml', body: updatesXml(updates) },
  );
}

/** Without a word about them all VMs are meant, but neither the host nor storage. */
function databasesAsked({ world, host, request }: HttpExchange): readonly NamedRrd[] {
  const asked = (uuid: string, parameter: string | undefined): boolean => parameter === 'all' || parameter === uuid;
  const vms = residentVms(host).filter((vm) => asked(text(vm, 'uuid'), request.query.get('vm_uuid') ?? 'all'));
  const repositories = pluggedRepositories(host).filter((sr) => asked(text(sr, 'uuid'), request.query.get('sr_uuid')));
  return [
    ...(request.query.get('host') === 'true' ? [{ name: `host:${host.uuid}`, rrd: hostRrd(world, host) }] : []),
    ...vms.map((vm) => ({ name: `vm:${text(vm, 'uuid')}`, rrd: vmRrd(world, host, vm) })),
    ...repositories.map((sr) => ({ name: `sr:${text(sr, 'uuid')}`, rrd: srRrd(world, host, sr) })),
  ];
}

function pluggedRepositories(host: SimHost): readonly Row[] {
  const { database } = host.pool;
  return list(database.find('host', host.ref) ?? {}, 'PBDs')
    .map((pbd) => database.find('PBD', pbd) ?? {})
    .filter((pbd) => pbd['currently_attached'] === true)
    .map((pbd) => database.find('SR', ref(pbd, 'SR') ?? ''))
    .filter((sr) => sr !== undefined);
}

function sendRrd(exchange: HttpExchange, rrd: Rrd): void {
  answerDocument(
    exchange,
    wantsJson(exchange.request) ? { type: 'application/json', body: rrdJson(rrd) } : { type: 'text/xml', body: rrdXml(rrd, 'client') },
  );
}

function sendHostRrd(exchange: HttpExchange): void {
  sendRrd(exchange, hostRrd(exchange.world, exchange.host));
}

/** A running VM's graphs are with its host; what is left of others with the master. */
function sendVmRrd(exchange: HttpExchange): void {
  const { world, host, request } = exchange;
  const { pool } = host;
  const vm = rowByUuid(host, request, 'VM');
  const resident = residentVms(host).includes(vm);
  if (resident) {
    sendRrd(exchange, vmRrd(world, host, vm));
    return;
  }
  const owner = ownerOf(exchange, vm);
  if (owner !== undefined && owner !== host) {
    exchange.redirect(owner);
    return;
  }
  if (host !== pool.master) {
    exchange.redirect(pool.master);
    return;
  }
  const archived = archivedVmRrd(pool, vm);
  if (archived === undefined) throw new HttpFailure(500, 'Not_found');
  sendRrd(exchange, archived);
}

function ownerOf({ world }: HttpExchange, vm: Row): SimHost | undefined {
  const residence = ref(vm, 'resident_on');
  return residence === undefined ? undefined : world.hosts.find((other) => other.ref === residence);
}

function sendSrRrd(exchange: HttpExchange): void {
  const sr = rowByUuid(exchange.host, exchange.request, 'SR');
  if (!pluggedRepositories(exchange.host).includes(sr)) throw new HttpFailure(500, 'Failure("No SR RRD available!")');
  sendRrd(exchange, srRrd(exchange.world, exchange.host, sr));
}

function rowByUuid(host: SimHost, request: HttpRequest, table: 'VM' | 'SR'): Row {
  const uuid = requiredParameter(request, 'uuid');
  const { database } = host.pool;
  const self = database.refByUuid(table, uuid);
  if (self === undefined) throw new XapiError('UUID_INVALID', table, uuid);
  return database.get(table, self);
}
