import { note } from '../dom0/dom0.ts';
import { map } from '../fields.ts';
import { machineOf } from '../reach.ts';
import type { Ref, Row } from '../value.ts';
import type { Call } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { driverFailure } from './driver-failure.ts';

/** Refuses a connection whose server does not answer this one host, or does not let it in. */
export function assertServerAnswers(call: Call, connection: Row, host: Ref): void {
  const machine = machineOf(call, host);
  if (machine === undefined) return;
  const { unreachableServers, loginRefused } = machine.dom0.storage;
  const config = map(connection, 'device_config');
  const servers = [config['server'], config['target']].flatMap((value) => (typeof value === 'string' ? value.split(',') : []));
  if (servers.some((server) => unreachableServers.has(server.split(':')[0] ?? server))) throw driverFailure('storageUnavailable');
  if (!loginRefused || config['target'] === undefined) return;
  const said = 'ISCSI login failed, verify CHAP credentials';
  note(machine.dom0, 'SMlog', `SM: [31960] Raising exception [68, ${said}]`);
  throw new XapiError('SR_BACKEND_FAILURE_68', '', said, '');
}
