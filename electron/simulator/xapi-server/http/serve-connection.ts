import type { Duplex } from 'node:stream';
import { MalformedMessage } from '#simulator/codecs/malformed.ts';
import { findRoute, isKnownMethod, type Route } from '#simulator/world/http-routes.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { HttpFailure, type HttpRequest } from '../routes.ts';
import { admit } from './authenticate.ts';
import { type ByteSource, byteSource } from './byte-source.ts';
import { openExchange } from './exchange.ts';
import { readRequest } from './request-head.ts';
import { sendPage } from './send.ts';
import { isRpcRoute, serveOptions, serveRpc } from './serve-rpc.ts';
import type { Service } from './service.ts';
import { notImplementedPage, statusPage, unauthorisedPage } from './status-page.ts';

interface Visit {
  readonly service: Service;
  readonly stream: Duplex;
  readonly source: ByteSource;
}

/** Answers the requests of one connection, one after the other. */
export async function serveConnection(service: Service, stream: Duplex): Promise<void> {
  const visit: Visit = { service, stream, source: byteSource(stream) };
  let isOpen = true;
  for (let isFirst = true; isOpen; isFirst = false) {
    let request: HttpRequest | undefined;
    try {
      request = await readRequest(visit.source, isFirst);
      isOpen = request === undefined ? await leave(visit) : await serveRequest(visit, request);
    } catch (error) {
      sendPage(stream, pageFor(error, request));
      isOpen = false;
    }
  }
}

/** Nothing is said to a client that does not speak HTTP. */
async function leave({ source, stream }: Visit): Promise<false> {
  while ((await source.read()) !== undefined);
  stream.end();
  return false;
}

function pageFor(error: unknown, request: HttpRequest | undefined) {
  if (error instanceof HttpFailure) return statusPage(request, error.status, error.detail);
  if (error instanceof XapiError) return statusPage(request, 500, `Api_errors.Server_error(${error.code}, [ ${error.parameters.join('; ')} ])`);
  if (error instanceof MalformedMessage) return statusPage(request, 500, error.message);
  // Messages nested deeper than the stack reaches are the only other thing a client can cause.
  return statusPage(request, 500, error instanceof RangeError ? 'Stack_overflow' : String(error));
}

/** Whether another request may follow on the connection. */
async function serveRequest(visit: Visit, request: HttpRequest): Promise<boolean> {
  const { service, stream, source } = visit;
  const { host } = service;
  if (host.link.mode === 'http-500') throw new HttpFailure(500, 'Failure("injected")');
  if (!isKnownMethod(request.method)) {
    sendPage(stream, notImplementedPage(request));
    return false;
  }
  const route = findRoute(request.method, request.path);
  if (route === undefined) throw new HttpFailure(403);
  if (route.method === 'OPTIONS') return serveOptions(stream, host, request);
  if (isRpcRoute(route.name)) return await serveRpc({ service, stream, source, request, routeName: route.name });
  await serveResource(visit, request, route);
  return false;
}

async function serveResource(visit: Visit, request: HttpRequest, route: Route): Promise<void> {
  if (route.role === 'none') return await runHandler(visit, { request, route, session: undefined });
  const { world, host, onRefused } = visit.service;
  if (host.toolstack.is === 'emergency') throw new XapiError(host.toolstack.code, ...host.toolstack.parameters);
  const admission = admit(world, host, { request, permission: `http/${route.name}` });
  if (admission.is === 'admitted') {
    visit.stream.once('close', admission.leave);
    return await runHandler(visit, { request, route, session: admission.session });
  }
  const taskRef = request.query.get('task_id');
  if (taskRef !== undefined) onRefused({ world, host, taskRef, code: admission.code, parameters: admission.parameters });
  sendPage(visit.stream, admission.status === 401 ? unauthorisedPage(request, route.name) : statusPage(request, 403));
}

async function runHandler(
  visit: Visit,
  job: { readonly request: HttpRequest; readonly route: Route; readonly session: Parameters<typeof openExchange>[0]['session'] },
): Promise<void> {
  const { service, stream, source } = visit;
  const { request, route, session } = job;
  const handler = service.handlers[route.name];
  if (handler === undefined) throw new XapiError('NOT_IMPLEMENTED', route.name);
  const { world, host, urlOf } = service;
  const { exchange, hasStarted } = openExchange({ world, host, session, request, stream, source, urlOf });
  try {
    await service.during(() => handler(exchange));
  } catch (error) {
    if (!hasStarted()) throw error;
    stream.destroy();
  }
}
