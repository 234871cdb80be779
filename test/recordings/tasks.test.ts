import { expect, test } from 'vitest';
import { refreshAllAllowed } from '#simulator/world/operations/rules.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import { contentsOf, equalHosts, RECORDED_AT, type Rows } from '#test/support/recorded-pool.ts';
import { recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Line {
  readonly name: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly json: { readonly result?: unknown };
}

const GIB = 1024 ** 3;
const SIZE: Row = {
  memory_static_min: GIB,
  memory_dynamic_min: GIB,
  memory_dynamic_max: GIB,
  memory_static_max: GIB,
  VCPUs_max: 1,
  VCPUs_at_startup: 1,
};

/** The VMs the calls are about: one running, one halted and paravirtual, one a template. */
function machines(lines: readonly Line[], master: Ref): Rows {
  const subject = (name: string) => String(lines.find((line) => line.name === name)?.params[1]);
  return [
    { table: 'VM', ref: subject('start running'), row: { ...SIZE, power_state: 'Running', resident_on: master, domid: 1 } },
    { table: 'VM', ref: subject('compute mem'), row: { ...SIZE, domain_type: 'pv' } },
    { table: 'VM', ref: subject('destroy'), row: { ...SIZE, is_a_template: true } },
  ];
}

/** References that arise while the calls are made are paired as they first appear; identities and times of day are blotted out. */
function createPairing() {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  return {
    note(own: unknown, recorded: unknown) {
      if (typeof own !== 'string' || typeof recorded !== 'string' || !recorded.startsWith('OpaqueRef:')) return;
      ours.set(recorded, own);
      theirs.set(own, recorded);
    },
    toOurs: (value: unknown) => (typeof value === 'string' ? (ours.get(value) ?? value) : value),
    blotted(json: unknown): string {
      return JSON.stringify(json)
        .replaceAll(/OpaqueRef:[0-9a-f-]{36}/g, (ref) => theirs.get(ref) ?? ref)
        .replaceAll(/"uuid":"[0-9a-f-]{36}"/g, '"uuid":"a uuid"')
        .replaceAll(/DummyRef:\|[0-9a-f-]{36}\|/g, 'DummyRef:|a uuid|')
        .replaceAll(/"20\d{6}T\d\d:\d\d:\d\dZ"/g, '"a time"')
        .replaceAll(/"backtrace":"[^"]*"/g, '"backtrace":"elided"');
    },
  };
}

test.skipIf(recordingsFolder === undefined)('tasks live and end as on the recorded server', async () => {
  const score = tally('7-live/tasks');
  const lines = recordedLines<Line>('7-live/tasks');
  const hosts = ['OpaqueRef:c209', 'OpaqueRef:5fe9', 'OpaqueRef:5a70', 'OpaqueRef:52dd'].map((start) => fullRef(lines, start));
  const master = String(hosts[2]);
  const contents = await contentsOf([...equalHosts(hosts), ...machines(lines, master)], master);
  const served = await recordedWorld({ contents, master, startMs: RECORDED_AT });
  for (const pool of served.world.pools) refreshAllAllowed(pool);
  const pairing = createPairing();
  for (const [index, { name, method, params, json }] of lines.entries()) {
    const answer = await served.ask(method, [served.session.ref, ...params.slice(1).map(pairing.toOurs)]);
    const ours = JSON.parse(answer.text);
    pairing.note(ours.result, json.result);
    score.compare(`${index} ${name}`, pairing.blotted(ours), pairing.blotted(json));
    served.world.clock.advance(1);
  }
  expect(score.close()).toEqual([]);
});

function fullRef(lines: readonly Line[], start: string): Ref {
  const found = new RegExp(`${start}[0-9a-f-]{32}`).exec(JSON.stringify(lines));
  if (found === null) throw new RangeError(`the recording has no reference ${start}`);
  return found[0];
}
