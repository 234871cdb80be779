import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { maintenanceText } from '#shared/text/maintenance-text.ts';
import { poolSettingsText as text } from '#shared/text/pool-settings-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { TextField } from '#renderer/ui/TextField.tsx';
import css from './Maintenance.module.css';
import { type Mode, modeOf, MODES, NEEDS_CARD } from './power-modes.ts';

export interface PowerOnDraft {
  /** Of those that are to be switched on otherwise than now. */
  readonly modes: ReadonlyMap<HostRef, Mode>;
  readonly addresses: ReadonlyMap<HostRef, string>;
  readonly user: string;
  readonly password: string;
}

export const noPowerOn: PowerOnDraft = { modes: new Map(), addresses: new Map(), user: '', password: '' };

function changed({ inventory }: { readonly inventory: Inventory }, { modes }: PowerOnDraft): readonly (readonly [HostRef, Mode])[] {
  return [...modes].filter(([host, mode]) => inventory.host.get(host)?.powerOnMode !== mode);
}

/** `secret` is what the pool keeps the password under. */
export function powerOnRequests(target: Target, draft: PowerOnDraft, secret: string): readonly OperationRequest[] {
  return changed(target, draft).map(([host, mode]) => ({
    kind: 'host.configure',
    server: target.server.id,
    host,
    powerOn: {
      mode,
      config: NEEDS_CARD.has(mode)
        ? { power_on_ip: draft.addresses.get(host)?.trim() ?? '', power_on_user: draft.user, power_on_password_secret: secret }
        : {},
    },
  }));
}

export function lackingPowerOn(target: Target, draft: PowerOnDraft): string | undefined {
  const cards = changed(target, draft).filter(([, mode]) => NEEDS_CARD.has(mode));
  const isWhole = draft.user.trim() !== '' && draft.password !== '' && cards.every(([host]) => (draft.addresses.get(host) ?? '').trim() !== '');
  return cards.length > 0 && !isWhole ? text.cardsLack : undefined;
}

interface PowerOnPageProps {
  readonly inventory: Inventory;
  readonly draft: PowerOnDraft;
  readonly onDraft: (draft: PowerOnDraft) => void;
}

export function PowerOnPage({ inventory, draft, onDraft }: PowerOnPageProps) {
  const hosts = [...inventory.host].toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name));
  const needsCard = (host: HostRef): boolean => NEEDS_CARD.has(draft.modes.get(host) ?? '');
  return (
    <>
      <p>{text.powerOnIntro}</p>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{text.host}</th>
            <th scope="col">{text.mode}</th>
            <th scope="col">{text.card}</th>
          </tr>
        </thead>
        <tbody>
          {hosts.map(([host, { name, powerOnMode }]) => (
            <tr key={host}>
              <th scope="row">{name}</th>
              <td>
                <select
                  aria-label={text.powerOnMode(name)}
                  value={draft.modes.get(host) ?? modeOf(powerOnMode)}
                  onChange={(event) => onDraft({ ...draft, modes: new Map([...draft.modes, [host, modeOf(event.currentTarget.value)]]) })}
                >
                  {MODES.map(({ value, label }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                {needsCard(host) && (
                  <TextField
                    label={text.cardAddress(name)}
                    isLabelHidden
                    hint={maintenanceText.powerAddress}
                    value={draft.addresses.get(host) ?? ''}
                    onType={(address) => onDraft({ ...draft, addresses: new Map([...draft.addresses, [host, address]]) })}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hosts.some(([host]) => needsCard(host)) && (
        <>
          <TextField label={text.user} value={draft.user} onType={(user) => onDraft({ ...draft, user })} />
          <TextField label={text.password} value={draft.password} onType={(password) => onDraft({ ...draft, password })} isSecret />
        </>
      )}
    </>
  );
}
