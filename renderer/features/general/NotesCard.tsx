import { NOTES_KEY } from '#shared/domain/operations/property.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { blockedBy, type Edited, place } from './common-rows.tsx';
import { EditableText } from './EditableText.tsx';

const { notes } = propertiesText.card;

/** For whatever the next person has to know; other clients read it too. */
export function NotesCard({ edited }: { readonly edited: Edited }) {
  return (
    <Card title={notes} fill="padded">
      <EditableText
        label={notes}
        value={edited.record.otherConfig?.[NOTES_KEY] ?? ''}
        lines="many"
        blocked={blockedBy(edited)}
        requestOf={(value, was) => ({ kind: 'object.set-notes', ...place(edited), value, was })}
      />
    </Card>
  );
}
