import { type Access, mayCall } from '#shared/domain/connection/permissions.ts';
import { placeOf } from '#shared/domain/operations/property.ts';
import type { EditableClass, EditRequest, OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from './problem.ts';
import { vmOperation } from './vm-operation.ts';

/** What the server calls the classes, at the front of its calls. */
export const editedClass = {
  pool: 'pool',
  host: 'host',
  vm: 'VM',
  sr: 'SR',
  network: 'network',
  vdi: 'VDI',
  appliance: 'VM_appliance',
} as const satisfies Record<EditableClass, string>;

interface NeededCall {
  readonly call: string;
  readonly detail?: string;
}

/** The calls that will be made. Whose task it is to cancel nobody can see beforehand, so that is the server's to refuse. */
function neededCalls(request: OperationRequest): readonly NeededCall[] {
  switch (request.kind) {
    case 'server.reconnect':
    case 'task.cancel':
      return [];
    case 'alerts.dismiss':
      return [{ call: 'message.destroy' }];
    case 'ha.enable':
      return [...settingCalls(request.settings), { call: 'pool.set_ha_host_failures_to_tolerate' }, { call: 'pool.enable_ha' }];
    case 'ha.disable':
      return [{ call: 'pool.disable_ha' }];
    case 'ha.configure':
      return [...settingCalls(request.settings), ...(request.failures === undefined ? [] : [{ call: 'pool.set_ha_host_failures_to_tolerate' }])];
    default:
      return 'vm' in request ? [{ call: vmOperation(request).call }] : editCalls(request);
  }
}

function settingCalls(settings: readonly unknown[]): readonly NeededCall[] {
  return settings.length === 0 ? [] : ['VM.set_ha_restart_priority', 'VM.set_order', 'VM.set_start_delay'].map((call) => ({ call }));
}

function editCalls(request: EditRequest): readonly NeededCall[] {
  const place = placeOf(request);
  const name = editedClass[request.class];
  if (place.in !== 'other_config') return [{ call: `${name}.set_${place.in}` }];
  const detail = place.permission;
  const listing = request.kind === 'object.set-custom-field' && request.value !== '' ? [{ call: 'pool.add_to_gui_config' }] : [];
  return [...listing, { call: `${name}.remove_from_other_config`, detail }, { call: `${name}.add_to_other_config`, detail }];
}

export function permissionProblems(request: OperationRequest, access: Access | undefined): readonly Problem[] {
  if (access === undefined) return [];
  const refused = neededCalls(request).find(({ call, detail }) => !mayCall(access, call, detail));
  return refused === undefined ? [] : [{ rule: 'not-permitted', call: refused.call }];
}
