import { withTemplate } from '#shared/domain/wizards/new-vm/defaults.ts';
import { type TemplateChoice, templateChoices } from '#shared/domain/wizards/new-vm/templates.ts';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { ChoiceList } from '#renderer/ui/ChoiceList.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { NewVm } from './use-new-vm.ts';

/** Who has more than so many finds them by their names. */
const SHOWN = 80;

export function TemplatePage({ wizard }: { readonly wizard: NewVm }) {
  const { draft, change, target } = wizard;
  const found = templateChoices(target.inventory, draft.find);
  const shown = found.slice(0, SHOWN);
  const choose = (key: string): void => {
    const chosen = found.find(({ ref }) => ref === key);
    if (chosen !== undefined) change(withTemplate(draft, chosen.ref, target.inventory));
  };
  const list = (label: string, choices: readonly TemplateChoice[]) =>
    choices.length > 0 && <ChoiceList label={label} chosen={draft.template} onChoose={choose} choices={choices.map(lineOf)} />;
  return (
    <>
      <TextField label={say.find} isLabelHidden takesFocus value={draft.find} onType={(find) => change({ find })} />
      {list(
        say.custom,
        shown.filter(({ isCustom }) => isCustom),
      )}
      {list(
        say.builtIn,
        shown.filter(({ isCustom }) => !isCustom),
      )}
      {found.length === 0 && <p>{say.noTemplate}</p>}
      {found.length > SHOWN && <p>{say.more(found.length - SHOWN)}</p>}
    </>
  );
}

function lineOf({ ref, name, disks, diskBytes }: TemplateChoice) {
  return { key: ref, name, fact: say.disksOf(disks, sizeText(diskBytes)), isFit: true };
}
