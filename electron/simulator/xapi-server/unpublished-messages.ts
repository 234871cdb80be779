import type { ModelMessage, ModelParameter, TypeShape } from '#shared/xapi/model.ts';

interface Outline {
  readonly class: string;
  readonly name: string;
  readonly result: TypeShape;
  readonly parameters?: readonly ModelParameter[];
  readonly roles?: readonly string[];
  readonly isLogin?: true;
}

const EVERYONE = ['pool-admin', 'pool-operator', 'vm-power-admin', 'vm-admin', 'vm-operator', 'read-only'];

function message(outline: Outline): ModelMessage {
  return {
    class: outline.class,
    name: outline.name,
    result: outline.result,
    parameters: outline.parameters ?? [],
    takesSession: outline.isLogin !== true,
    errors: [],
    roles: outline.roles ?? ['pool-admin'],
    isImplicit: false,
    isAsync: outline.isLogin !== true,
  };
}

const SECRET: ModelParameter = { name: 'psecret', type: { kind: 'string' }, isOptional: false };

/** Calls that clients can make although the published model leaves them out. */
const UNPUBLISHED: readonly ModelMessage[] = [
  message({ class: 'host', name: 'is_in_emergency_mode', result: { kind: 'bool' }, roles: EVERYONE }),
  message({ class: 'host', name: 'local_assert_healthy', result: { kind: 'void' } }),
  message({ class: 'host', name: 'signal_networking_change', result: { kind: 'void' } }),
  message({
    class: 'SR',
    name: 'get_live_hosts',
    result: { kind: 'set', of: { kind: 'ref', class: 'host' } },
    parameters: [{ name: 'sr', type: { kind: 'ref', class: 'SR' }, isOptional: false }],
    roles: EVERYONE,
  }),
  message({
    class: 'session',
    name: 'slave_login',
    result: { kind: 'ref', class: 'session' },
    parameters: [{ name: 'host', type: { kind: 'ref', class: 'host' }, isOptional: false }, SECRET],
    isLogin: true,
  }),
  message({ class: 'session', name: 'slave_local_login', result: { kind: 'ref', class: 'session' }, parameters: [SECRET], isLogin: true }),
];

export const unpublishedMessages: ReadonlyMap<string, ModelMessage> = new Map(UNPUBLISHED.map((entry) => [`${entry.class}.${entry.name}`, entry]));
