import { discDriveOf, discIn } from '#shared/domain/devices/drives.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { drivesText as say } from '#shared/text/devices-text.ts';
import { CommandButton } from '#renderer/parts/CommandButton.tsx';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './VmTab.module.css';

export interface DiscCardProps {
  readonly target: Target;
  readonly vm: VmRef;
  readonly isLastKnown: boolean;
}

/** What lies in the drive for discs. */
export function DiscCard({ target, vm, isLastKnown }: DiscCardProps) {
  const { inventory } = target;
  const drive = discDriveOf(inventory, vm);
  const disc = discIn(drive);
  return (
    <Card title={say.disc} fill="padded" isLastKnown={isLastKnown}>
      <div className={css['disc']}>
        <Icon name="disc" tone={disc === undefined ? 'quiet' : 'ok'} />
        <span>{drive === undefined ? say.noDrive : disc === undefined ? say.emptyDrive : (inventory.vdi.get(disc)?.name ?? say.gone)}</span>
        {drive === undefined ? (
          <CommandButton id="vm.add-disc-drive" targets={[target]} />
        ) : (
          <>
            <CommandButton id="vm.change-disc" targets={[target]} />
            <CommandButton id="vm.eject-disc" targets={[target]} whyNothing={say.driveEmpty} />
          </>
        )}
      </div>
    </Card>
  );
}
