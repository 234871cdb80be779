import { maintenanceText } from '#shared/text/maintenance-text.ts';

export type Mode = keyof typeof maintenanceText.powerModes;

export const MODES = Object.entries(maintenanceText.powerModes).map(([value, label]) => ({ value: value as Mode, label }));

/** A card of its own switches the host on, for who has its password. */
export const NEEDS_CARD: ReadonlySet<Mode> = new Set(['DRAC', 'iLO', 'IPMI']);

export function modeOf(name: string | undefined): Mode {
  return MODES.find(({ value }) => value === name)?.value ?? '';
}
