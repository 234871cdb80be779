import { execFileSync } from 'node:child_process';
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { anInventory } from '#test/support/inventories.ts';

const inventory = anInventory({
  pool: 'p',
  hosts: { h1: {}, h2: {} },
  vms: { web: { on: 'h1', tags: ['old', 'both'] }, small: { isTemplate: true } },
});
const vm = { server: 's', vm: 'web' as VmRef };
const web = { server: 's', class: 'vm', ref: 'web' } as const;

test.each([
  [{ kind: 'vm.start', ...vm } as const, ['xe vm-start uuid=web-uuid']],
  [{ kind: 'vm.shut-down', way: 'clean', ...vm } as const, ['xe vm-shutdown uuid=web-uuid']],
  [{ kind: 'vm.shut-down', way: 'forced', ...vm } as const, ['xe vm-shutdown uuid=web-uuid force=true']],
  [{ kind: 'vm.reboot', way: 'forced', ...vm } as const, ['xe vm-reboot uuid=web-uuid force=true']],
  [{ kind: 'vm.migrate', host: 'h2' as HostRef, ...vm } as const, ['xe vm-migrate uuid=web-uuid host-uuid=h2-uuid live=true']],
  [{ kind: 'object.rename', value: "Ada's shop", ...web } as const, ["xe vm-param-set uuid=web-uuid name-label='Ada'\\''s shop'"]],
  [
    { kind: 'object.set-tags', value: ['both', 'new'], ...web } as const,
    ['xe vm-param-remove uuid=web-uuid param-name=tags param-key=old', 'xe vm-param-add uuid=web-uuid param-name=tags param-key=new'],
  ],
  [{ kind: 'object.set-folder', value: '/web', ...web } as const, ['xe vm-param-set uuid=web-uuid other-config:folder=/web']],
  [{ kind: 'object.set-folder', value: '', ...web } as const, ['xe vm-param-remove uuid=web-uuid param-name=other-config param-key=folder']],
  [
    { kind: 'object.describe', value: 'tiny', server: 's', class: 'vm', ref: 'small' } as const,
    ['xe template-param-set uuid=small-uuid name-description=tiny'],
  ],
  [{ kind: 'server.reconnect', server: 's' } as const, []],
])('%j', (request, lines) => {
  expect(xeLines(request, inventory)).toEqual(lines);
});

test('whatever is typed reaches xe as it was typed, and nothing else of it is run', () => {
  const text = string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  assert(
    property(text, (value) => {
      const [line = ''] = xeLines({ kind: 'object.describe', value, ...web }, inventory);
      const script = `xe() { printf '%s\\0' "$@"; }\n${line}`;
      const told = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(told).toBe(['vm-param-set', 'uuid=web-uuid', `name-description=${value}`, ''].join('\0'));
    }),
    { numRuns: 40 },
  );
});
