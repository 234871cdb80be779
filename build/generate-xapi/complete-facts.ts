import type { Lifecycle } from '#shared/xapi/model.ts';
import type { ClassFacts, Facts, FieldFacts, MessageFacts } from './facts.ts';
import { parameterRelease } from './parameter-releases.ts';
import { EVENT_BATCH_CLASS } from './parse-type.ts';

/** Adds what the server has although its published model leaves it out, and corrects what it says of events. */
export function completeFacts(facts: Facts): Facts {
  const classes = facts.classes.map((entry) => ({
    ...entry,
    lifecycle: CLASS_LIFECYCLES[entry.name] ?? entry.lifecycle,
    fields: entry.name === 'event' ? entry.fields.map(asWritten) : entry.fields,
    messages: [...entry.messages, ...queries(entry)].map((message) => dated(entry.name, message)),
  }));
  const hasEvents = classes.some((entry) => entry.name === 'event');
  return { ...facts, classes: hasEvents ? [...classes, eventBatch] : classes };
}

/** VTPM is dated by its revival, yet VMs have pointed to it since the first release. */
const CLASS_LIFECYCLES: Readonly<Record<string, Lifecycle>> = { VTPM: { since: 'rio' } };

function dated(className: string, message: MessageFacts): MessageFacts {
  const parameters = message.parameters.map((parameter) => {
    const since = parameterRelease(`${className}.${message.name}.${parameter.name}`);
    return since === undefined ? parameter : { ...parameter, since };
  });
  return { ...message, parameters };
}

/** Every class whose records can be read in bulk can also be searched; messages live outside the database and cannot be listed by reference. */
function queries(entry: ClassFacts): MessageFacts[] {
  const bulk = entry.messages.find((message) => message.name === 'get_all_records');
  if (bulk === undefined) return [];
  const query = { ...bulk, isImplicit: true, parameters: [{ name: 'expr', type: 'string', isOptional: false }] };
  const records = { ...query, name: 'get_all_records_where' };
  const refs = { ...query, name: 'get_all_where', result: `${entry.name} ref set` };
  const wanted = entry.name === 'message' ? [records] : [refs, records];
  return wanted.filter((message) => !entry.messages.some((known) => known.name === message.name));
}

/** The published model describes the answer of event.from in words only. */
const eventBatch: ClassFacts = {
  name: EVENT_BATCH_CLASS,
  lifecycle: { since: 'boston' },
  enums: {},
  fields: [batchField('events', 'event record set'), batchField('valid_ref_counts', '(string -> int) map'), batchField('token', 'string')],
  messages: [],
};

/** Numbers and times of events are written as text; what does not apply is left out. */
const EVENT_TYPES: Readonly<Record<string, string>> = {
  id: 'string',
  timestamp: 'string',
  obj_uuid: 'string option',
  snapshot: '<class> record option',
};

function asWritten(field: FieldFacts): FieldFacts {
  return { ...field, type: EVENT_TYPES[field.name] ?? field.type };
}

function batchField(name: string, type: string): FieldFacts {
  return { name, type, access: 'RO/runtime', default: undefined, lifecycle: { since: 'boston' } };
}
