import { describe, expect, it } from 'vitest';
import { probeTable } from '#shared/domain/diagnosis/probe-table.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { askEverything } from '#test/support/ask-host.ts';

/** Each is asked, answered and understood; a section that stays unseen would be a panel that stays empty. */
describe.each(['8.3', '8.2'] as const)('a healthy host of release %s', (profile) => {
  it('answers every probe of the table so that it can be read', async () => {
    const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile });
    const member = world.hosts.find(({ role }) => role.is === 'slave');
    if (member === undefined) throw new RangeError('no member');
    const { sight, answers } = askEverything(world, member);
    expect([...probeTable.keys()].filter((id) => !answers.some((answer) => answer.id === id))).toEqual([]);
    const unseen = Object.entries(sight).filter(([section, { is }]) => is !== 'seen' && section !== 'clock');
    expect(unseen).toEqual([]);
    expect(answers.filter(({ state }) => state === 'stuck' || state === 'timeout').map(({ id }) => id)).toEqual([]);
  });
});
