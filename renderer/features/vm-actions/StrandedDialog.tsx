import { useState } from 'react';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { type Stranded, strandedOn } from '#shared/domain/rules/stranded.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { haPlanText, strandedText as say, vmTruthText } from '#shared/text/moving-text.ts';
import { powerWord, problemText } from '#shared/text/problem-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { copyXe } from '#renderer/state/copy-xe.ts';
import { rulesNow } from '#renderer/state/problems-now.ts';
import { startNow } from '#renderer/state/start-now.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogButtons } from '#renderer/ui/DialogButtons.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { HostSelect } from './HostSelect.tsx';
import css from './Plan.module.css';
import { StrandedProof } from './StrandedProof.tsx';
import { useStrandedProof } from './use-stranded-proof.ts';

export interface StrandedDialogProps {
  /** The lost host, or machines that the pool has there. */
  readonly targets: readonly Target[];
  readonly onClose: () => void;
}

/** Where it is to start; or it is only taken for shut down. */
type Decision = HostRef | 'reset-only' | undefined;

/** What the pool says of a lost host's machines, what is proven, and how they come back; nothing is started before that is proven. */
export function StrandedDialog({ targets, onClose }: StrandedDialogProps) {
  const [target] = targets;
  // The pool may bring some of them back while somebody reads.
  const [host] = useState(() => (target === undefined ? undefined : lostHostOf(target)));
  if (host === undefined || target === undefined) return null;
  const vms = targets.flatMap(({ item }) => (item.is === 'vm' ? [item.ref] : []));
  return <Recovering host={host} target={target} only={vms.length === 0 ? undefined : new Set(vms)} onClose={onClose} />;
}

function lostHostOf({ item, inventory }: Target): HostRef | undefined {
  if (item.is === 'host') return item.ref;
  return item.is === 'vm' ? (inventory.vm.get(item.ref)?.residentOn ?? undefined) : undefined;
}

function disksText({ disks: { storage, from, isFromAll } }: Stranded, nameOf: (host: HostRef) => string): string {
  return storage.length === 0 ? say.noDisks : say.disksOn(storage, isFromAll ? 'all' : from.map(nameOf));
}

interface RecoveringProps extends Pick<StrandedDialogProps, 'onClose'> {
  readonly host: HostRef;
  readonly target: Target;
  /** Nothing is done with others, unless somebody says so. */
  readonly only: ReadonlySet<VmRef> | undefined;
}

function Recovering({ host, target, only, onClose }: RecoveringProps) {
  const client = useClient();
  useAccess();
  const { inventory, server } = target;
  const proof = useStrandedProof(server.id, host);
  const [changed, change] = useState<ReadonlyMap<VmRef, Decision>>(new Map());
  const [typed, setTyped] = useState('');
  const hostName = (ref: HostRef): string => inventory.host.get(ref)?.name ?? '';
  const name = hostName(host);
  const stepText = (vm: string, to: HostRef | undefined): string => (to === undefined ? say.stepReset(vm) : say.stepStart(vm, hostName(to)));
  const stranded = strandedOn({ server: server.id, inventory, rules: rulesNow(target) }, host);
  const decisionOf = ({ vm, to }: Stranded): Decision => (changed.has(vm) ? changed.get(vm) : only?.has(vm) === false ? undefined : to);
  const targetOf = (each: Stranded): HostRef | undefined => {
    const decision = decisionOf(each);
    return decision === 'reset-only' ? undefined : decision;
  };
  const chosen = stranded.filter((each) => each.ha !== 'restarts-it' && each.ha !== 'may-restart-it' && decisionOf(each) !== undefined);
  const decide = (vm: VmRef, decision: Decision): void => change(new Map([...changed, [vm, decision]]));
  const requests = chosen.map(
    (each): RequestOf<'vm.recover'> => ({
      kind: 'vm.recover',
      server: server.id,
      vm: each.vm,
      host: targetOf(each),
      ...(proof.attested !== undefined && { attested: proof.attested }),
    }),
  );
  const why = requests.length === 0 ? say.none : (proof.why ?? (typed.trim() === name ? undefined : say.notTyped));
  return (
    <Dialog
      title={say.title(name)}
      closeLabel={say.close}
      size="wide"
      onClose={onClose}
      footer={
        <DialogButtons
          copy={{ label: confirmText.copyXe, why: requests.length === 0 ? say.none : undefined, onCopy: () => copyXe(client, requests) }}
          cancelLabel={say.cancel}
          onClose={onClose}
          verb={say.verb(requests.length)}
          kind="danger"
          why={why}
          onDo={() => startNow(client, requests)}
        />
      }
    >
      <StrandedProof proof={proof} target={target} onClose={onClose} />
      <div className={css['rows']}>
        <CardTable
          label={say.title(name)}
          columns={[{ title: say.vm }, { title: say.poolSays }, { title: say.proof }, { title: say.disks }, { title: say.ha }, { title: say.to }]}
          rows={stranded.map((each) => ({
            key: each.vm,
            cells: [
              each.name,
              powerWord(each.power),
              vmTruthText[proof.truthOf(each.uuid).is],
              disksText(each, hostName),
              haPlanText[each.ha],
              <HostSelect
                key="to"
                label={say.targetOf(each.name)}
                value={targetOf(each)}
                choices={each.choices.map((ref) => ({ host: ref, name: hostName(ref) }))}
                nothing={say.leave}
                why={[...new Set(each.problems.map(problemText))].join(' ')}
                onChoose={(to) => decide(each.vm, to)}
                other={{ label: say.resetOnly, isChosen: decisionOf(each) === 'reset-only', onChoose: () => decide(each.vm, 'reset-only') }}
              />,
            ],
          }))}
        />
      </div>
      <section className={css['proof']} aria-label={say.dryRun}>
        {chosen.length > 0 && (
          <>
            <h3>{say.dryRun}</h3>
            <ol className={css['steps']}>
              {chosen.map((each) => (
                <li key={each.vm}>{stepText(each.name, targetOf(each))}</li>
              ))}
            </ol>
          </>
        )}
        <TextField label={say.typeName(name)} value={typed} onType={setTyped} />
      </section>
    </Dialog>
  );
}
