import { useState } from 'react';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { readServerList } from '#shared/domain/servers/import-list.ts';
import { newOnList } from '#shared/domain/servers/remember.ts';
import { connectText, importText, listProblemText } from '#shared/text/connect-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DataTable } from '#renderer/ui/DataTable.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { FilePick } from '#renderer/ui/FilePick.tsx';

export interface ImportDialogProps {
  readonly known: readonly SavedServer[];
  readonly onClose: () => void;
}

type Picked = { readonly is: 'nothing' } | { readonly is: 'text'; readonly text: string } | { readonly is: 'unreadable' };

/** Shows what a list says before anything of it is taken. */
export function ImportDialog({ known, onClose }: ImportDialogProps) {
  const client = useClient();
  const [picked, setPicked] = useState<Picked>({ is: 'nothing' });
  const [failure, setFailure] = useState<Failure>();
  const list = picked.is === 'text' ? newOnList(known, readServerList(picked.text)) : undefined;
  const count = list?.servers.length ?? 0;

  async function add(text: string): Promise<void> {
    const result = await client.call('saved.import', { text });
    if (!result.ok) return setFailure(result.failure);
    showToast({ id: 'import', tone: 'ok', text: importText.added(result.value.added.length) });
    onClose();
  }

  function pick(file: File): void {
    file.text().then(
      (text) => setPicked({ is: 'text', text }),
      // Moved away or not allowed to be read; which of them, browsers do not say.
      () => setPicked({ is: 'unreadable' }),
    );
  }

  return (
    <Dialog
      title={importText.title}
      closeLabel={connectText.close}
      onClose={onClose}
      size="wide"
      footer={
        picked.is === 'text' && (
          <Button kind="primary" size="dialog" why={count === 0 ? importText.nothing : undefined} onClick={() => surface(add(picked.text))}>
            {importText.add(count)}
          </Button>
        )
      }
    >
      <p>{importText.intro}</p>
      <FilePick label={importText.choose} accepts=".csv,.txt,.tsv,text/*" onPick={pick} />
      {picked.is === 'unreadable' && <Notice tone="danger" what={importText.unreadable} />}
      {list !== undefined && <Preview list={list} />}
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
    </Dialog>
  );
}

/** Calls answer with failures; a rejection is a bug. */
function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}

/** More lines than anybody reads; the count on the button covers the rest. */
const SHOWN = 200;

function Preview({ list }: { readonly list: ReturnType<typeof newOnList<SavedServer['id']>> }) {
  const lines = [
    ...list.servers.map(({ line, address, user }) => ({ line, address, user, result: importText.isNew })),
    ...list.problems.map((problem) => ({
      line: problem.line,
      address: problem.rule === 'not-an-address' ? problem.text : problem.address,
      user: '',
      result: listProblemText(problem),
    })),
  ].toSorted((a, b) => a.line - b.line);
  return (
    <DataTable
      title={importText.table}
      columns={importText.columns}
      rows={lines.slice(0, SHOWN).map(({ line, address, user, result }) => ({ key: `${line}`, cells: [line, address, user, result] }))}
    />
  );
}
