import { execFileSync, spawnSync } from 'node:child_process';
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { xeLines } from '#shared/domain/operations/xe.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const pool = anInventory({
  pool: 'p',
  hosts: { h1: {}, h2: {} },
  vms: { web: { on: 'h1', tags: ['old', 'both'] }, small: { isTemplate: true } },
});
const inventory = applyDelta(pool, {
  sr: { set: { store: aRecord('sr', { uuid: 'store-uuid', name: 'store' }) } },
  vdi: { set: { d1: aRecord('vdi', { uuid: 'd1-uuid', name: 'd1' }) } },
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
  [{ kind: 'disk.resize', server: 's', disk: 'd1' as RefOf<'vdi'>, sizeBytes: 10 } as const, ['xe vdi-resize uuid=d1-uuid disk-size=10']],
  [
    { kind: 'disk.copy', server: 's', disk: 'd1' as RefOf<'vdi'>, target: 'store' as RefOf<'sr'>, name: 'a copy' } as const,
    ['disk=$(xe vdi-copy uuid=d1-uuid sr-uuid=store-uuid)', 'xe vdi-param-set uuid="$disk" name-label=\'a copy\''],
  ],
  [
    { kind: 'disk.move', server: 's', disk: 'd1' as RefOf<'vdi'>, target: 'store' as RefOf<'sr'> } as const,
    ['xe vdi-copy uuid=d1-uuid sr-uuid=store-uuid', 'xe vdi-destroy uuid=d1-uuid'],
  ],
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

test('what one line makes the next lines find, as the shell runs them', () => {
  const slot = { machine: 'web' as VmRef, isReadOnly: false, isBootable: false };
  const request = { kind: 'disk.create', server: 's', target: 'store' as RefOf<'sr'>, name: 'x y', description: '', sizeBytes: 1, slot } as const;
  const stub = `xe() { printf '%s|' "$@" >&2; printf '\\n' >&2; echo "made by $1"; }`;
  const told = spawnSync('sh', ['-c', [stub, ...xeLines(request, inventory)].join('\n')], { encoding: 'utf8' }).stderr;
  expect(told.trim().split('\n')).toEqual([
    'vdi-create|sr-uuid=store-uuid|name-label=x y|type=user|virtual-size=1|',
    'vbd-create|vm-uuid=web-uuid|vdi-uuid=made by vdi-create|device=autodetect|mode=RW|type=Disk|bootable=false|',
    'vbd-plug|uuid=made by vbd-create|',
  ]);
});
