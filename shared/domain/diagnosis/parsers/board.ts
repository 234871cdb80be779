import type { Board } from '../sight-machine.ts';
import type { VmRecordWord } from '../sight-toolstack.ts';
import { linesOf, xeBlocks } from './lines.ts';
import { isNoAnswer } from './toolstack.ts';

export function parseBoard(raw: string): Board | undefined {
  const blocks = raw.split(/\n(?=Handle 0x)/);
  const field = (type: RegExp, label: string): string | undefined => {
    const block = blocks.find((each) => type.test(each)) ?? '';
    return new RegExp(`^\\s+${label}:\\s*(.*\\S)\\s*$`, 'm').exec(block)?.[1];
  };
  const [system, bios, chassis] = [/^System Information/m, /^BIOS Information/m, /^(?:Chassis|Base Board) Information/m];
  const product = field(system, 'Product Name');
  const manufacturer = field(system, 'Manufacturer');
  if (product === undefined && manufacturer === undefined) return undefined;
  return {
    manufacturer,
    product,
    serial: field(system, 'Serial Number'),
    assetTag: field(chassis, 'Asset Tag'),
    biosVendor: field(bios, 'Vendor'),
    biosVersion: field(bios, 'Version'),
    memoryModules: blocks.filter((block) => /^Memory Device$/m.test(block)).flatMap(moduleIn),
  };
}

function moduleIn(block: string): readonly string[] {
  const [, size] = /^\s+Size: (\d.*)$/m.exec(block) ?? [];
  const [, place] = /^\s+Locator: (.*)$/m.exec(block) ?? [];
  return size === undefined ? [] : [`${place ?? '?'}: ${size}`];
}

export function parseBmcAddress(raw: string): string | undefined {
  const address = /^IP Address\s*:\s*(\S+)$/m.exec(raw)?.[1];
  return address === '0.0.0.0' ? undefined : address;
}

export function parseVmRecords(raw: string): readonly VmRecordWord[] | undefined {
  if (isNoAnswer(raw)) return undefined;
  return xeBlocks(raw).flatMap((block): VmRecordWord[] => {
    const uuid = block.get('uuid');
    return uuid === undefined ? [] : [{ uuid, name: block.get('name-label') ?? '', power: block.get('power-state') ?? '' }];
  });
}

export function parseRequested(raw: string): readonly string[] | undefined {
  const lines = linesOf(raw);
  return lines.length === 0 && raw !== '' ? undefined : lines;
}
