import { discDriveOf, discIn } from '#shared/domain/devices/drives.ts';
import { keyCombinations } from '#shared/domain/console/keystrokes.ts';
import { consoleText as say } from '#shared/text/console-text.ts';
import { drivesText } from '#shared/text/devices-text.ts';
import { type Target } from '#renderer/state/command.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MenuButton } from '#renderer/ui/MenuButton.tsx';
import type { ConsoleViewProps } from './ConsoleView.tsx';
import css from './ConsoleView.module.css';
import type { ConsoleState } from './live-console.ts';

export interface ConsoleToolsProps extends ConsoleViewProps {
  readonly state: ConsoleState;
  readonly onType: () => void;
  readonly onGuest: () => void;
  readonly onFullScreen: () => void;
}

/** What can be sent to the guest, and how its screen is shown. */
export function ConsoleTools({ live, target, state, choices, choice, onProtocol, onUndock, onType, onGuest, onFullScreen }: ConsoleToolsProps) {
  const why = state.link.is === 'live' ? undefined : say.lost;
  const [first, ...others] = keyCombinations;
  const send = (keys: readonly number[]): void => {
    live.press(keys);
    live.focus();
  };
  return (
    <>
      {state.canPress && (
        <>
          <Button kind="quiet" why={why} onClick={() => first !== undefined && send(first.keys)}>
            <Icon name="keyboard" size="small" />
            {say.ctrlAltDel}
          </Button>
          <MenuButton
            kind="quiet"
            label={say.sendKeys}
            groups={() => [others.map(({ id, label, keys }) => ({ id, label, why, onChoose: () => send(keys) }))]}
          >
            {say.keys}
            <Icon name="chevronDown" size="small" />
          </MenuButton>
        </>
      )}
      <Button kind="quiet" why={why} onClick={onType}>
        <Icon name="doc" size="small" />
        {say.typeText}
      </Button>
      <Button kind="quiet" label={say.guest} onClick={onGuest}>
        <Icon name="link" size="small" />
        {say.guestShort}
      </Button>
      <DiscButton target={target} />
      {choices.length > 1 &&
        choices.map(({ ref, protocol }) => (
          <Button key={ref} kind="quiet" isPressed={ref === choice?.ref} onClick={() => onProtocol(protocol)}>
            <Icon name={protocol === 'rfb' ? 'pc' : 'terminal'} size="small" />
            {say[protocol]}
          </Button>
        ))}
      <span className={css['end']}>
        {state.canPress && (
          <MenuButton
            kind="quiet"
            label={say.scale(say[state.scale])}
            groups={() => [
              [
                { id: 'fit', label: say.fitLong, isChecked: state.scale === 'fit', onChoose: () => live.setScale('fit') },
                { id: 'exact', label: say.exactLong, isChecked: state.scale === 'exact', onChoose: () => live.setScale('exact') },
              ],
            ]}
          >
            {say[state.scale]}
            <Icon name="chevronDown" size="small" />
          </MenuButton>
        )}
        {onUndock !== undefined && (
          <Button kind="quiet" shape="icon" label={say.undock} onClick={onUndock}>
            <Icon name="undock" size="small" />
          </Button>
        )}
        <Button kind="quiet" shape="icon" label={say.fullScreen} onClick={onFullScreen}>
          <Icon name="fullScreen" size="small" />
        </Button>
      </span>
    </>
  );
}

/** What lies in the drive; absent where there is none. */
function DiscButton({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const drive = item.is === 'vm' ? discDriveOf(inventory, item.ref) : undefined;
  if (drive === undefined) return null;
  const disc = discIn(drive);
  const name = disc === undefined ? drivesText.emptyDrive : (inventory.vdi.get(disc)?.name ?? drivesText.gone);
  return (
    <Button kind="quiet" label={drivesText.inDrive(name)} onClick={() => openDialog('change-disc', [item])}>
      <Icon name="disc" size="small" />
      {name}
    </Button>
  );
}
