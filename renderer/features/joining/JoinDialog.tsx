import { useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '#shared/contract/failure.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { JoinFix } from '#shared/domain/joining/cell.ts';
import { checkOfRefusal } from '#shared/domain/joining/join-table.ts';
import { choosing, type JoinDraft } from '#shared/domain/joining/draft.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { joinCheckText, joinText } from '#shared/text/join-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useOperations } from '#renderer/state/operations-store.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { select, setAddingServer, setTab, showToast } from '#renderer/state/ui-store.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SelectField } from '#renderer/ui/Choice.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { type Column, columnsOf, fixRequests, hostNameOf, isAlone, type Known, knownServers, reportOf } from './columns.ts';
import { type DirectoryFix, DirectorySignIn } from './DirectorySignIn.tsx';
import { JoinTable } from './JoinTable.tsx';
import css from './Joining.module.css';
import { useSides } from './use-sides.ts';

export interface JoinDialogProps {
  readonly draft: JoinDraft;
  readonly onDraft: (draft: JoinDraft) => void;
  /** The hosts are on their way. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Hosts for a pool, one or many: every check of each at once, with what helps, and what will be done. */
export function JoinDialog({ draft, onDraft, onDone, onClose }: JoinDialogProps) {
  const client = useClient();
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const all = useMemo(() => knownServers(servers, inventories), [servers, inventories]);
  const target = all.find(({ server }) => server.id === draft.target);
  const candidates = useMemo(() => all.filter((known) => isAlone(known) && known.server.id !== draft.target), [all, draft.target]);
  const asked = useMemo(() => (target === undefined ? candidates : [target, ...candidates]), [target, candidates]);
  const sides = useSides(client, asked);
  const [failure, setFailure] = useState<Failure>();
  const [signingIn, setSigningIn] = useState<{ readonly known: Known; readonly fix: DirectoryFix }>();
  useLookAfterFixes(sides.lookAgain);
  const isWanted = ({ known }: Column): boolean => !draft.left.includes(known.server.id);
  const joining = candidates.filter(({ server }) => !draft.left.includes(server.id)).length;
  const columns = columnsOf({ target, candidates, sides, joining: Math.max(1, joining), isForced: draft.isForced });
  const chosen = columns.filter((column) => column.canJoin && isWanted(column));
  const isForcible = columns.some(({ cells }) => [...cells.values()].some((cell) => cell.isForcible === true && cell.verdict === 'failed'));
  const change = (next: Partial<JoinDraft>): void => onDraft({ ...draft, ...next });

  async function start(requests: readonly OperationRequest[]): Promise<boolean> {
    if (requests.length === 0) return false;
    const result = await startOperations(client, requests);
    if (!result.ok) setFailure(result.failure);
    return result.ok;
  }

  function fix(column: Column, what: JoinFix): void {
    if (target === undefined) return;
    if (what.is === 'join-directory') return setSigningIn({ known: column.known, fix: what });
    if (what.is === 'look-at-clock') {
      select({ is: 'host', server: column.known.server.id, ref: what.host });
      setTab('host', 'recovery');
      return onClose();
    }
    begin(fixRequests(what, column.known, target));
  }

  function begin(requests: readonly OperationRequest[]): void {
    surface(
      start(requests).then((isOn) => {
        if (isOn) showToast({ id: 'join-fix', tone: 'info', text: joinText.fixStarted });
      }),
    );
  }

  function finish(): void {
    surface(
      start(target === undefined ? [] : joinRequests({ draft, target, chosen })).then((isOn) => {
        if (!isOn) return;
        showToast({ id: 'join', tone: 'info', text: joinText.started(nameOf(draft, target)) });
        onDone();
      }),
    );
  }

  return (
    <Dialog
      title={draft.isNew ? joinText.createTitle : joinText.title(nameOf(draft, target))}
      closeLabel={joinText.close}
      size="wizard"
      onClose={onClose}
      footer={<Footer draft={draft} columns={columns} chosen={chosen} onFinish={finish} onClose={onClose} />}
    >
      {draft.isNew && <NewPoolFields draft={draft} hosts={all.filter(isAlone)} onChange={change} />}
      <div className={css['tools']}>
        <Checkbox label={joinText.onlyProblems} isOn={draft.onlyProblems} onChange={(onlyProblems) => change({ onlyProblems })} />
        {(isForcible || draft.isForced) && <Checkbox label={joinText.force} isOn={draft.isForced} onChange={(isForced) => change({ isForced })} />}
        <span data-end="true">
          <Button size="command" onClick={() => setAddingServer(true)}>
            <Icon name="add" />
            {joinText.another}
          </Button>
          <Button size="command" onClick={sides.lookAgain}>
            <Icon name="refresh" />
            {joinText.again}
          </Button>
        </span>
      </div>
      {draft.isForced && <Notice tone="warn" what={joinText.forceWhy} />}
      {failure !== undefined && <Notice tone="danger" {...failureText(failure)} />}
      <Refusals candidates={candidates} />
      {columns.length === 0 ? (
        <p>{joinText.nobody}</p>
      ) : (
        <JoinTable
          columns={columns}
          onlyProblems={draft.onlyProblems}
          isWanted={isWanted}
          onWant={({ known }, isOn) => onDraft(choosing(draft, known.server.id, isOn))}
          onFix={fix}
        />
      )}
      {signingIn !== undefined && (
        <DirectorySignIn
          {...signingIn}
          onClose={() => setSigningIn(undefined)}
          onReady={(request) => {
            setSigningIn(undefined);
            begin([request]);
          }}
        />
      )}
    </Dialog>
  );
}

/** What a server has said against a host that was to join, beside the row it belongs to. */
function Refusals({ candidates }: { readonly candidates: readonly Known[] }) {
  const operations = useOperations((state) => state.operations);
  return candidates.map((known) => {
    const last = operations.findLast(({ request }) => request.kind === 'pool.join' && request.candidate === known.server.id);
    if (last?.state.is !== 'failed' || last.state.failure.kind !== 'xapi') return null;
    const { code, parameters } = last.state.failure;
    const check = checkOfRefusal(code, parameters);
    const { what, next } = failureText(last.state.failure);
    const where = check === undefined ? hostNameOf(known) : `${hostNameOf(known)}, ${joinCheckText[check]}`;
    return <Notice key={known.server.id} tone="danger" what={`${where}: ${joinText.refusedBy}: ${what} (${code})`} next={next} />;
  });
}

/** What a host is licensed for and signs in by shows in no record that is watched, so it is asked when that has been changed. */
const SHOWN_NOWHERE: ReadonlySet<string> = new Set(['host.set-edition', 'host.leave-directory', 'host.join-directory']);

function useLookAfterFixes(lookAgain: () => void): void {
  const ended = useOperations(
    ({ operations }) =>
      operations.filter(({ request, state }) => SHOWN_NOWHERE.has(request.kind) && state.is !== 'running' && state.is !== 'waiting').length,
  );
  const [before] = useState(ended);
  const latest = useRef(lookAgain);
  useEffect(() => {
    latest.current = lookAgain;
  });
  useEffect(() => {
    if (ended > before) latest.current();
  }, [ended, before]);
}

function surface(promise: Promise<void>): void {
  promise.catch((error: unknown) => reportError(error));
}

function nameOf(draft: JoinDraft, target: Known | undefined): string {
  if (draft.isNew) return draft.name.trim();
  const name = target === undefined ? '' : (onlyPool(target.inventory)?.pool.name ?? '');
  return name === '' && target !== undefined ? hostNameOf(target) : name;
}

interface NewPoolFieldsProps {
  readonly draft: JoinDraft;
  readonly hosts: readonly Known[];
  readonly onChange: (next: Partial<JoinDraft>) => void;
}

function NewPoolFields({ draft, hosts, onChange }: NewPoolFieldsProps) {
  const options = hosts.map((known) => ({ value: known.server.id as string, label: hostNameOf(known) }));
  return (
    <div className={css['fields']}>
      <TextField label={joinText.name} value={draft.name} onType={(name) => onChange({ name })} takesFocus />
      <TextField label={joinText.description} value={draft.description} onType={(description) => onChange({ description })} />
      <SelectField label={joinText.master} value={draft.target} options={options} onChoose={(master) => onChange({ target: master })} />
    </div>
  );
}

interface FooterProps {
  readonly draft: JoinDraft;
  readonly columns: readonly Column[];
  readonly chosen: readonly Column[];
  readonly onFinish: () => void;
  readonly onClose: () => void;
}

function Footer({ draft, columns, chosen, onFinish, onClose }: FooterProps) {
  const names = chosen.map(({ name }) => name);
  const left = columns.filter((column) => !chosen.includes(column)).map(({ name }) => name);
  const why = draft.isNew ? (draft.name.trim() === '' ? joinText.unnamed : undefined) : chosen.length === 0 ? joinText.nobodyChosen : undefined;
  return (
    <>
      <CopyButton kind="quiet" size="dialog" text={() => reportOf(columns)} doneLabel={joinText.copied}>
        {joinText.copy}
      </CopyButton>
      {left.length > 0 && <span>{joinText.leftOut(left)}</span>}
      <Button size="dialog" onClick={onClose}>
        {joinText.cancel}
      </Button>
      <Button size="dialog" kind="primary" why={why} onClick={onFinish}>
        {draft.isNew ? joinText.create(names) : joinText.add(names)}
      </Button>
    </>
  );
}

interface Joining {
  readonly draft: JoinDraft;
  readonly target: Known;
  readonly chosen: readonly Column[];
}

/** A new pool is its master's, named; the rest joins one after the other. */
function joinRequests({ draft, target, chosen }: Joining): readonly OperationRequest[] {
  const server = target.server.id;
  const ref = onlyPool(target.inventory)?.ref;
  const about = { server, class: 'pool', ref: ref ?? '' } as const;
  const naming: readonly OperationRequest[] = draft.isNew
    ? [
        { kind: 'object.rename', ...about, value: draft.name.trim() },
        ...(draft.description.trim() === '' ? [] : [{ kind: 'object.describe', ...about, value: draft.description.trim() } as const]),
      ]
    : [];
  return [
    ...naming,
    ...chosen.flatMap(({ known, isForcedIn }): readonly OperationRequest[] => {
      const [host] = known.inventory.host.values();
      return host === undefined
        ? []
        : [{ kind: 'pool.join', server, candidate: known.server.id, hostUuid: host.uuid, isForced: draft.isForced && isForcedIn }];
    }),
  ];
}
