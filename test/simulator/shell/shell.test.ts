import { beforeAll, describe, expect, it } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { answer, execute, openShell } from '#simulator/shell/execute.ts';
import type { SimHost, World } from '#simulator/world/world.ts';

describe('the shell of a simulated host', () => {
  let world: World;
  let host: SimHost;

  beforeAll(async () => {
    world = await buildScenario(scenarioNamed('dark-member'));
    const found = world.hosts.find(({ name }) => name === 'dark-2');
    if (found === undefined) throw new RangeError('no dark-2');
    host = found;
  });

  const said = (text: string): string => {
    const result = answer(world, host, text);
    return result === undefined ? 'takes time' : `${result.stdout}${result.stderr}(${result.code})`;
  };

  it.each([
    ['echo a; echo b && false || echo c', 'a\nb\nc\n(0)'],
    ['set -o pipefail; false | cat; echo $?', '1\n(0)'],
    ['x="a b"; for w in $x "$x"; do echo "[$w]"; done', '[a]\n[b]\n[a b]\n(0)'],
    ['for f in /sys/class/net/eth*; do [ -e $f/device ] && echo ${f##*/}; done', 'eth0\neth1\neth2\neth3\n(0)'],
    ['echo $(( (2 + 3) * 4 )) ${#HOME} ${nothing:-none}', '20 5 none\n(0)'],
    ["printf '\\036B %s %s\\n' id 7 | tr '\\036' '@'", '@B id 7\n(0)'],
    ['case abc in a*) echo yes;; *) echo no;; esac', 'yes\n(0)'],
    ['if grep -q slave /etc/xensource/pool.conf; then echo member; else echo master; fi', 'member\n(0)'],
    ['while read -r a b; do echo "$b-$a"; done <<< "1 2"', '2-1\n(0)'],
    ['f() { echo "$1:$#"; return 3; }; f x y; echo $?', 'x:2\n3\n(0)'],
    ["timeout -k 2 3 bash -c 'echo in; exit 4' 2>&1 | head -c 3; echo ${PIPESTATUS[0]}", 'in\n4\n(0)'],
    ['seq 5 | tail -n 2 | sed -n 1p', '4\n(0)'],
    ['unknown-program --help', 'bash: unknown-program: command not found\n(127)'],
    ['cat /no/such/file', 'cat: /no/such/file: No such file or directory\n(1)'],
    ['echo "unfinished', 'bash: -c: unexpected end of file\n(2)'],
    ['cut -d: -f1 /etc/xensource/pool.conf | tr a-z A-Z', 'SLAVE\n(0)'],
    ['bash -c "echo $0 \\$1" x y', 'bash y\n(0)'],
    ["grep -oE 'MANAGEMENT_[A-Z]+' /etc/xensource-inventory | sort -r | head -1", 'MANAGEMENT_INTERFACE\n(0)'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it('takes the time a program takes, and no longer than it is given', () => {
    let code: number | undefined;
    let output = '';
    const io = { out: (bytes: string) => void (output += bytes), err: () => undefined };
    execute(openShell(world, host), 'timeout 3 sleep 100; echo $?', io, (status) => {
      code = status;
    });
    world.clock.advance(2_999);
    expect([code, output]).toEqual([undefined, '']);
    world.clock.advance(1);
    expect([code, output]).toEqual([0, '124\n']);
  });
});
