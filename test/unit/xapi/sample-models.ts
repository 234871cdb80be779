/** One small data model, written in both formats the generator reads. */
export const factsSample = {
  classes: [
    {
      name: 'task',
      since: 'rio',
      enums: { task_status: ['pending', 'success'] },
      fields: [
        { name: 'uuid', type: 'string', access: 'RO/runtime', since: 'rio' },
        { name: 'status', type: 'enum task_status', access: 'RO/runtime', since: 'rio' },
        { name: 'label', type: 'string', access: 'RO/constructor', since: 'rio' },
        { name: 'notes', type: '(string -> string) map', access: 'RW', default: '{}', since: 'rio', prototyped: '24.19.1' },
      ],
      messages: [
        {
          name: 'cancel',
          result: 'void',
          params: [
            { name: 'session_id', type: 'session ref' },
            { name: 'task', type: 'task ref' },
            { name: 'class', type: 'string', optional: true },
          ],
          errors: ['OPERATION_NOT_ALLOWED'],
          roles: ['pool-admin', 'pool-operator', 'client-cert'],
          since: 'tampa',
          deprecated: 'ely',
        },
        {
          name: 'create',
          result: 'task ref',
          params: [
            { name: 'session_id', type: 'session ref' },
            { name: 'args', type: 'task record' },
          ],
          errors: [],
          roles: [],
          implicit: true,
          since: 'rio',
        },
      ],
    },
  ],
  errors: { OPERATION_NOT_ALLOWED: ['reason'] },
};

const published = (release: string) => ({ state: 'Published_s', transitions: [{ transition: 'published', release, description: '' }] });

export const officialSample = [
  {
    name: 'task',
    description: 'A long-running asynchronous task',
    tag: '',
    lifecycle: published('rio'),
    enums: [
      {
        name: 'task_status',
        values: [
          { name: 'pending', doc: 'task is in progress' },
          { name: 'success', doc: 'task was completed successfully' },
        ],
      },
    ],
    fields: [
      { name: 'uuid', description: '', type: 'string', qualifier: 'RO/runtime', tag: '', lifecycle: published('rio') },
      { name: 'status', description: '', type: 'enum task_status', qualifier: 'RO/runtime', tag: '', lifecycle: published('rio') },
      { name: 'label', description: '', type: 'string', qualifier: 'RO/constructor', tag: '', lifecycle: published('rio') },
      {
        name: 'notes',
        description: '',
        type: '(string -> string) map',
        qualifier: 'RW',
        tag: '',
        default: '{}',
        lifecycle: {
          state: 'Published_s',
          transitions: [
            { transition: 'prototyped', release: '24.19.1', description: '' },
            { transition: 'published', release: 'rio', description: '' },
          ],
        },
      },
    ],
    messages: [
      {
        name: 'cancel',
        description: '',
        result: ['void'],
        params: [
          { type: 'session ref', name: 'session_id', doc: 'Reference to a valid session', required: true },
          { type: 'task ref', name: 'task', doc: '', required: true },
          { type: 'string', name: 'class', doc: '', required: false },
        ],
        errors: [{ name: 'OPERATION_NOT_ALLOWED', doc: 'You attempted an operation that was not allowed.' }],
        roles: ['pool-admin', 'pool-operator', 'client-cert'],
        tag: '',
        lifecycle: {
          state: 'Deprecated_s',
          transitions: [
            { transition: 'published', release: 'tampa', description: '' },
            { transition: 'deprecated', release: 'ely', description: '' },
          ],
        },
        implicit: false,
      },
      {
        name: 'create',
        description: '',
        result: ['task ref', 'reference to the newly created object'],
        params: [
          { type: 'session ref', name: 'session_id', doc: 'Reference to a valid session', required: true },
          { type: 'task record', name: 'args', doc: '', required: true },
        ],
        errors: [],
        roles: [],
        tag: '',
        lifecycle: published('rio'),
        implicit: true,
      },
    ],
  },
];
