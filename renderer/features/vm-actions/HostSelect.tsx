import type { HostRef } from '#shared/domain/inventory/watched.ts';

export interface HostSelectProps {
  readonly label: string;
  readonly value: HostRef | undefined;
  readonly choices: readonly { readonly host: HostRef; readonly name: string }[];
  /** What it says where no host is chosen. */
  readonly nothing: string;
  /** Why it is to go nowhere; empty where it goes somewhere. */
  readonly why: string;
  readonly onChoose: (host: HostRef | undefined) => void;
}

export function HostSelect({ label, value, choices, nothing, why, onChoose }: HostSelectProps) {
  return (
    <>
      {choices.length > 0 && (
        <select
          aria-label={label}
          value={value ?? ''}
          onChange={(event) => onChoose(choices.find(({ host }) => host === event.currentTarget.value)?.host)}
        >
          <option value="">{nothing}</option>
          {choices.map(({ host, name }) => (
            <option key={host} value={host}>
              {name}
            </option>
          ))}
        </select>
      )}
      {value === undefined && why !== '' && <small>{why}</small>}
    </>
  );
}
