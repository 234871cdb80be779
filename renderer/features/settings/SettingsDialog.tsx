import { type ReactNode, useState } from 'react';
import { settingsText } from '#shared/text/settings-text.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Sections } from '#renderer/ui/Sections.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { ConfirmationSettings } from './ConfirmationSettings.tsx';
import { ConnectionSettings } from './ConnectionSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { KnownCertificates } from './KnownCertificates.tsx';
import css from './SettingsDialog.module.css';
import { SshSettings } from './SshSettings.tsx';

export interface SettingsDialogProps {
  readonly onClose: () => void;
  /** Those that are kept; another room knows them. */
  readonly savedServers: ReactNode;
}

const { sections } = settingsText;
type Section = keyof typeof sections;
const options = Object.entries(sections).map(([value, label]) => ({ value: value as Section, label }));

/** Everything that can be decided for the whole app; a change counts at once. */
export function SettingsDialog({ onClose, savedServers }: SettingsDialogProps) {
  const [section, setSection] = useState<Section>('appearance');
  return (
    <Dialog title={settingsText.title} closeLabel={settingsText.close} onClose={onClose} size="wide">
      <Sections options={options} chosen={section} onChoose={setSection}>
        <div className={css['section']}>
          {section === 'appearance' && <AppearanceSettings />}
          {section === 'connections' && <ConnectionSettings />}
          {section === 'servers' && savedServers}
          {section === 'certificates' && <KnownCertificates />}
          {section === 'ssh' && <SshSettings />}
          {section === 'confirmations' && <ConfirmationSettings />}
          {section === 'data' && <DataSettings />}
        </div>
      </Sections>
    </Dialog>
  );
}
