import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TypeShape } from '#shared/xapi/model.ts';
import { bytesOfText } from '#simulator/codecs/byte-text.ts';
import { readJsonCall } from '#simulator/codecs/json-envelope.ts';
import { writeJson } from '#simulator/codecs/json-write.ts';
import { MalformedMessage } from '#simulator/codecs/malformed.ts';
import { rpcString, type RpcMember, type RpcValue } from '#simulator/codecs/rpc-value.ts';
import { readXmlCall } from '#simulator/codecs/xmlrpc.ts';
import { writeXml } from '#simulator/codecs/xml-write.ts';
import { dispatch, type RpcOutcome } from '#simulator/xapi-server/dispatch.ts';
import { HttpFailure } from '#simulator/xapi-server/routes.ts';
import { serveTwoHosts, type Served } from './served.ts';

/** Values of every kind a message can hold, nested. */
const { value: rpcValue } = fc.letrec<{ value: RpcValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant<RpcValue>({ is: 'null' }),
    fc.boolean().map((value): RpcValue => ({ is: 'bool', value })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): RpcValue => ({ is: 'int', value })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): RpcValue => ({ is: 'float', value })),
    fc.string({ unit: 'binary' }).map(rpcString),
    fc.array(tie('value'), { maxLength: 3 }).map((items): RpcValue => ({ is: 'array', items })),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map((members: readonly RpcMember[]): RpcValue => ({ is: 'struct', members })),
  ),
}));

/** Whether a call could be read; anything thrown but the one exception for it is a bug. */
function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof MalformedMessage || error instanceof RangeError) return false;
    throw error;
  }
}

/** Cuts, doubles and replaces pieces of a sound message. */
const damage = fc.record({
  at: fc.nat(400),
  length: fc.nat(40),
  by: fc.oneof(fc.string(), fc.constantFrom('{', '[', '"', '<', '</value>', '&', '\u0000', '\\u', ']]>', '<!--')),
});

function damaged(text: string, { at, length, by }: { readonly at: number; readonly length: number; readonly by: string }): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + by + text.slice(start + length);
}

test('what JSON says is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(rpcValue), (parameters) => {
      const text = `{"method":"a.b","params":${writeJson({ is: 'array', items: parameters })},"id":1}`;
      expect(writeJson({ is: 'array', items: readJsonCall(text).parameters })).toBe(writeJson({ is: 'array', items: parameters }));
    }),
  );
});

test('bytes that are no message are refused as such, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect([isReadable(() => readJsonCall(Buffer.from(bytes).toString('latin1'))), isReadable(() => readXmlCall(bytes))]).toEqual([false, false]);
    }),
  );
});

test('damaged messages are read or refused', () => {
  fc.assert(
    fc.property(fc.array(rpcValue, { maxLength: 3 }), fc.array(damage, { minLength: 1, maxLength: 4 }), (parameters, damages) => {
      const json = `{"jsonrpc":"2.0","method":"a.b","params":${writeJson({ is: 'array', items: parameters })},"id":1}`;
      const values = parameters.map((value) => `<param>${writeXml(value)}</param>`).join('');
      const xml = `<?xml version="1.0"?><methodCall><methodName>a.b</methodName><params>${values}</params></methodCall>`;
      expect(isReadable(() => readJsonCall(damages.reduce(damaged, json)))).toBeTypeOf('boolean');
      expect(isReadable(() => readXmlCall(bytesOfText(damages.reduce(damaged, xml))))).toBeTypeOf('boolean');
    }),
    { numRuns: 500 },
  );
});

test('messages nested deeper than any stack are refused', async () => {
  await using served = await serveTwoHosts();
  const deep = '['.repeat(140_000);
  const json = `{"method":"a.b","params":${deep},"id":1}`;
  const xml = `<methodCall><methodName>a.b</methodName><params><param>${'<value><array><data>'.repeat(14_000)}`;
  const statuses = [
    (await served.send(served.master, { method: 'POST', path: '/jsonrpc', body: json })).status,
    (await served.send(served.master, { method: 'POST', path: '/', body: xml })).status,
    (await served.send(served.master, { method: 'POST', path: '/jsonrpc', body: '{"method":"system.listMethods","params":[],"id":1}' })).status,
  ];
  expect(statuses).toEqual([500, 500, 200]);
});

/** Errors of the server that the published model leaves out. */
const UNPUBLISHED_ERRORS = new Set(['Fault', 'REVERT_ONLY_ALLOWED_ON_SNAPSHOT']);

/** The real server raises these with more parameters than it says. */
const LOOSE_ERRORS = new Set(['INTERNAL_ERROR', 'SESSION_AUTHENTICATION_FAILED']);

/** An exception of JavaScript's in an answer is a crash in disguise. */
const CRASH = /TypeError|ReferenceError|RangeError|SyntaxError|is not a function|Cannot read|undefined/;

function faultsOf(method: string, outcome: RpcOutcome | undefined, served: Served): string[] {
  if (outcome?.is !== 'failed') return [];
  const { code, parameters } = outcome;
  const names = served.pool.model.errors.get(code);
  const faults: string[] = [];
  if (names === undefined && !UNPUBLISHED_ERRORS.has(code)) faults.push(`${method}: no error ${code} in the model`);
  if (names !== undefined && names.length !== parameters.length && !LOOSE_ERRORS.has(code))
    faults.push(`${method}: ${code} has ${names.length} parameters, not ${parameters.length}`);
  if (CRASH.test(parameters.join(' '))) faults.push(`${method}: ${code} ${parameters.join(' ')}`);
  return faults;
}

function ask(served: Served, method: string, parameters: readonly RpcValue[]): RpcOutcome | undefined {
  let outcome: RpcOutcome | undefined;
  try {
    dispatch(served.world, served.master, { method, parameters }, (answer) => {
      outcome = answer;
    });
  } catch (error) {
    // Some answers are pages.
    if (!(error instanceof HttpFailure)) throw error;
  }
  served.world.clock.advance(10);
  return outcome;
}

function referencesTo(served: Served, className: string): readonly string[] {
  return [...[...(served.pool.database.tables.get(className)?.rows.keys() ?? [])].slice(0, 3), 'OpaqueRef:NULL', 'OpaqueRef:bad'];
}

/** Mostly of the type the call wants, so that it gets past the reading of its parameters. */
function fitting(served: Served, type: TypeShape): fc.Arbitrary<RpcValue> {
  switch (type.kind) {
    case 'ref':
      return fc.constantFrom(...referencesTo(served, type.class)).map(rpcString);
    case 'enum':
      return fc.constantFrom(...type.values, 'nonsense').map(rpcString);
    case 'int':
      return fc.oneof(fc.integer({ min: -2, max: 8 }), fc.constant(2 ** 40)).map((value) => ({ is: 'int', value: BigInt(value) }));
    case 'float':
      return fc.constantFrom(0, -1, 0.5, 1e300).map((value) => ({ is: 'float', value }));
    case 'bool':
      return fc.boolean().map((value) => ({ is: 'bool', value }));
    case 'datetime':
      return fc.constantFrom('20260101T00:00:00Z', 'x').map(rpcString);
    case 'set':
      return fc.array(fitting(served, type.of), { maxLength: 2 }).map((items) => ({ is: 'array', items }));
    case 'map':
      return fc
        .array(fc.tuple(fc.constantFrom('key', 'start', 'OpaqueRef:bad'), fitting(served, type.value)), { maxLength: 2 })
        .map((members) => ({ is: 'struct', members }));
    case 'record':
      return fittingRecord(served, type.class);
    case 'option':
      return fitting(served, type.of);
    default:
      return fc.constantFrom('', 'a', '{"', 'field "uuid"="x"').map(rpcString);
  }
}

function fittingRecord(served: Served, className: string): fc.Arbitrary<RpcValue> {
  const fields = served.pool.model.classes.get(className)?.fields ?? [];
  const members = fields.map((field) =>
    fc.option(fitting(served, field.type), { freq: 9, nil: undefined }).map((value) => [field.name, value] as const),
  );
  return fc.tuple(...members).map((given) => ({
    is: 'struct',
    members: given.flatMap(([name, value]): RpcMember[] => (value === undefined ? [] : [[name, value]])),
  }));
}

/** Calls that end what the test lives on: sessions, toolstacks, machines. */
const FATAL =
  /^session\.(?:logout|local_logout|change_password)|^host\.(?:shutdown|reboot|restart|destroy|emergency|management)|^pool\.(?:eject|emergency|join|designate|recover)/;

test('any call with any parameters is answered with a result or a known error', { timeout: 120_000 }, async () => {
  await using served = await serveTwoHosts();
  const session = rpcString(await served.logIn());
  const messages = [...served.pool.model.messages.values()].filter((message) => !FATAL.test(`${message.class}.${message.name}`));
  const call = fc.constantFrom(...messages).chain((message) => {
    const parameters = message.parameters.map(({ type }) =>
      fc.oneof({ weight: 12, arbitrary: fitting(served, type) }, { weight: 1, arbitrary: rpcValue }),
    );
    const name = fc.constantFrom(...(message.isAsync ? ['', 'Async.'] : [''])).map((prefix) => `${prefix}${message.class}.${message.name}`);
    return fc.record({
      message: fc.constant(message),
      name,
      parameters: fc.tuple(...parameters),
      superfluous: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(rpcValue) }),
    });
  });
  const found = new Set<string>();
  fc.assert(
    fc.property(call, ({ message, name, parameters, superfluous }) => {
      const given = message.takesSession ? [session, ...parameters] : parameters;
      for (const fault of faultsOf(name, ask(served, name, [...given, ...superfluous]), served)) found.add(fault);
    }),
    { numRuns: 6000, seed: 20261121 },
  );
  expect([...found].toSorted()).toEqual([]);
  expect(await served.call(served.master, 'pool.get_all', session.is === 'string' ? session.value : '')).toHaveLength(1);
});

test('method names nobody gave are unknown', async () => {
  await using served = await serveTwoHosts();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      fc.pre(!name.startsWith('system.'));
      expect(ask(served, name, [])).toMatchObject({ is: 'failed', code: 'MESSAGE_METHOD_UNKNOWN' });
    }),
  );
});
