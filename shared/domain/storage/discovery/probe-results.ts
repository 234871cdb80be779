import { deviceOf, type FoundDevices } from './devices.ts';
import { type FoundRepository, UUID } from './repositories.ts';
import { type FoundTarget, foundTarget, inOrderOfNames } from './targets.ts';

/** What drivers of the newer kind answer with, as far as it is read. */
interface ProbeResult {
  readonly configuration: Readonly<Record<string, string>>;
  readonly sr?:
    | { readonly uuid?: string; readonly name_label?: string; readonly name_description?: string; readonly total_space?: number }
    | null
    | undefined;
  readonly extra_info?: Readonly<Record<string, string>> | undefined;
}

/** Undefined: the answer is no list of results, so nobody may conclude that nothing was found. */
export function readResults(answer: unknown): readonly ProbeResult[] | undefined {
  return Array.isArray(answer) && answer.every(isResult) ? answer : undefined;
}

function isResult(item: unknown): item is ProbeResult {
  return (
    typeof item === 'object' && item !== null && 'configuration' in item && typeof item.configuration === 'object' && item.configuration !== null
  );
}

export function targetsInResults(results: readonly ProbeResult[]): readonly FoundTarget[] {
  return inOrderOfNames(
    results.flatMap(({ configuration: { target = '', port, targetIQN: name } }) =>
      name === undefined ? [] : [foundTarget({ name, address: target, port })],
    ),
  );
}

/** Some tell of a LUN in what it is used by, some in what is merely said of it; names are written as drivers please. */
export function devicesInResults(results: readonly ProbeResult[]): FoundDevices {
  const devices = results.flatMap(({ configuration, extra_info: more }) => {
    const said = new Map(
      Object.entries({ ...more, ...configuration }).flatMap(([key, value]) =>
        value.trim() === '' ? [] : [[key.toLowerCase(), value.trim()] as const],
      ),
    );
    const device = deviceOf((name) => said.get(name));
    return device.scsiId === undefined ? [] : [device];
  });
  return { devices, adapters: [] };
}

/** Undefined: something lies there that does not say what it is, which must not pass for nothing. */
export function repositoriesInResults(results: readonly ProbeResult[]): readonly FoundRepository[] | undefined {
  const held = results.filter(({ sr }) => sr !== undefined && sr !== null);
  const found = held.flatMap(({ sr, configuration }): FoundRepository[] => {
    const uuid = sr?.uuid?.trim().toLowerCase() ?? '';
    if (!UUID.test(uuid)) return [];
    const { name_label: name, name_description: description, total_space: size } = sr ?? {};
    return [
      {
        uuid,
        name: name === '' ? undefined : name,
        description: description === '' ? undefined : description,
        sizeBytes: size,
        told: withoutPasswords(configuration),
      },
    ];
  });
  return found.length === held.length ? found : undefined;
}

function withoutPasswords(configuration: ProbeResult['configuration']): ProbeResult['configuration'] {
  return Object.fromEntries(Object.entries(configuration).filter(([key]) => !/password(?:_secret)?$/.test(key)));
}
