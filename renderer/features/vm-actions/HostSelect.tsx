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
  /** One more thing that can be done with it. */
  readonly other?: { readonly label: string; readonly isChosen: boolean; readonly onChoose: () => void };
}

const OTHER = 'other';

export function HostSelect({ label, value, choices, nothing, why, onChoose, other }: HostSelectProps) {
  return (
    <>
      {(choices.length > 0 || other !== undefined) && (
        <select
          aria-label={label}
          value={other?.isChosen === true ? OTHER : (value ?? '')}
          onChange={({ currentTarget: { value: chosen } }) => {
            if (chosen === OTHER) other?.onChoose();
            else onChoose(choices.find(({ host }) => host === chosen)?.host);
          }}
        >
          <option value="">{nothing}</option>
          {other !== undefined && <option value={OTHER}>{other.label}</option>}
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
