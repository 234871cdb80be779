import type { MessageRecord } from '#shared/xapi/generated/records/message.ts';
import type { TaskRecord } from '#shared/xapi/generated/records/task.ts';
import { type FieldsOf, moment, number, reference, text, textMap, textSet } from './field.ts';

/** What is watched of what happens and has happened. */
export const watchedEvents = {
  // Not what came out of it: that may be a session of another pool.
  task: {
    uuid: text('uuid'),
    name: text('name_label'),
    description: text('name_description'),
    created: moment('created'),
    finished: moment('finished'),
    status: text('status'),
    progress: number('progress'),
    residentOn: reference('resident_on', 'host'),
    errorInfo: textSet('error_info'),
    otherConfig: textMap('other_config'),
    subtaskOf: reference('subtask_of', 'task'),
  },
  message: {
    uuid: text('uuid'),
    name: text('name'),
    priority: number('priority'),
    about: text('cls'),
    aboutUuid: text('obj_uuid'),
    at: moment('timestamp'),
    body: text('body'),
  },
} as const satisfies {
  readonly task: FieldsOf<TaskRecord>;
  readonly message: FieldsOf<MessageRecord>;
};
