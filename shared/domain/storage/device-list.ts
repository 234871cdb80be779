import type { FoundDevice } from './discovery/devices.ts';

/** Devices with this in their identity, serial, maker, place or number; any of several words in any order. */
export function devicesWith(devices: readonly FoundDevice[], text: string): readonly FoundDevice[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return devices;
  return devices.filter((device) => {
    const said = saidOf(device);
    return words.every((word) => said.includes(word));
  });
}

function saidOf({ scsiId, serial, vendor, position, path, lun }: FoundDevice): string {
  return [scsiId, serial, vendor, position, path, lun === undefined ? undefined : `lun ${lun}`].join(' ').toLowerCase();
}
