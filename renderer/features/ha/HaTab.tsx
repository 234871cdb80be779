import { useState } from 'react';
import { firstPlan } from '#shared/domain/ha/ha-draft.ts';
import { haText } from '#shared/text/ha-text.ts';
import { useAccess } from '#renderer/state/access-store.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { type Target, useCommands } from '#renderer/state/command.ts';
import { startOperations } from '#renderer/state/requests.ts';
import { openDialog } from '#renderer/state/ui-store.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { Notice } from '#renderer/ui/Notice.tsx';
import { useCalm } from '#renderer/ui/use-calm.ts';
import { EnableDialog } from './EnableDialog.tsx';
import { HaHead } from './HaHead.tsx';
import { HeartbeatCard } from './HeartbeatCard.tsx';
import { HeartbeatStatus } from './HeartbeatStatus.tsx';
import { haProblemsNow } from './problems.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { StorageLossCard } from './StorageLossCard.tsx';
import { StartOrderDialog } from './StartOrderDialog.tsx';
import { ToleranceCard } from './ToleranceCard.tsx';
import { type HaPlan, useHaPlan } from './use-ha-plan.ts';
import { VmPlanCard } from './VmPlanCard.tsx';
import { WhatIfCard } from './WhatIfCard.tsx';

/** Plans run over every VM, disk and network of the pool. */
const PLANS_EVERY_MS = 2_000;

/** What HA does, or would do: planned here and now, asked of no server. */
export function HaTab({ target: latest }: { readonly target: Target }) {
  const inventory = useCalm(latest.inventory, { about: latest.server.id, everyMs: PLANS_EVERY_MS });
  const plan = useHaPlan(inventory);
  const [dialog, open] = useState<'settings' | 'order' | 'enable'>();
  const { facts, choices, heartbeat, planning, failures, act } = plan;
  const isOn = plan.pool?.isHaEnabled === true;
  const target = { ...latest, inventory };
  return (
    <>
      <Head plan={plan} target={target} onEnable={() => open('enable')} />
      <Columns>
        <Stack width="equal">
          {isOn ? (
            <HeartbeatStatus inventory={inventory} isLastKnown={latest.server.state.is !== 'live'} />
          ) : (
            <HeartbeatCard choices={choices} chosen={heartbeat} onChoose={(sr) => act({ do: 'choose-heartbeat', sr })} />
          )}
          <ToleranceCard planning={planning} failures={failures} onChange={(next) => act({ do: 'tolerate', failures: next })} />
          <VmPlanCard
            facts={facts}
            inventory={inventory}
            onEdit={() => open('settings')}
            onOrder={() => open('order')}
            onMove={(ref) => openDialog('relocate', [{ is: 'vm', server: latest.server.id, ref }])}
          />
        </Stack>
        <Stack width="main">
          <WhatIfCard facts={facts} inventory={inventory} tolerance={planning.answer} />
          <StorageLossCard inventory={inventory} />
        </Stack>
      </Columns>
      {dialog === 'settings' && <SettingsDialog facts={facts} inventory={inventory} onAction={act} onClose={() => open(undefined)} />}
      {dialog === 'order' && <StartOrderDialog vms={facts.vms} onAction={act} onClose={() => open(undefined)} />}
      {dialog === 'enable' && <Enable plan={plan} target={target} onClose={() => open(undefined)} />}
    </>
  );
}

interface PartProps {
  readonly plan: HaPlan;
  readonly target: Target;
}

function Head({ plan, target, onEnable }: PartProps & { readonly onEnable: () => void }) {
  useAccess();
  const client = useClient();
  const commands = useCommands();
  const { pool, act, known, draft, wanted, failures, settings } = plan;
  const { id: server } = target.server;
  const isOn = pool?.isHaEnabled === true;
  const configure = { kind: 'ha.configure', server, settings, ...(failures !== wanted && { failures }) } as const;
  const disable = { kind: 'ha.disable', server } as const;

  function save(): void {
    startOperations(client, [configure]).then(
      (result) => result.ok && act({ do: 'forget' }),
      (error: unknown) => reportError(error),
    );
  }

  function begin(): void {
    const first = draft.settings.size === 0 ? firstPlan(known) : new Map();
    for (const vm of known.vms) {
      const setting = first.get(vm.ref);
      if (setting !== undefined) act({ do: 'set', vms: [vm], priority: setting.priority });
    }
    onEnable();
  }

  return (
    <>
      <HaHead
        isOn={isOn}
        isChanged={plan.isChanged}
        whyNotSave={haProblemsNow(configure, target)}
        whyNotSwitch={haProblemsNow(isOn ? disable : undefined, target)}
        onSave={save}
        onForget={() => act({ do: 'forget' })}
        onSwitch={isOn ? () => commands.start([disable]) : begin}
      />
      {isOn && pool.isHaOvercommitted && <Notice tone="danger" what={haText.overcommittedNow(pool.haPlanExistsFor, wanted)} next={haText.whatToDo} />}
    </>
  );
}

function Enable({ plan, target, onClose }: PartProps & { readonly onClose: () => void }) {
  const client = useClient();
  const { facts, choices, draft, act, planning, failures, settings, heartbeat } = plan;
  const request = heartbeat === undefined ? undefined : ({ kind: 'ha.enable', server: target.server.id, heartbeat, failures, settings } as const);

  function enable(): void {
    if (request === undefined) return;
    startOperations(client, [request]).then(
      (result) => result.ok && act({ do: 'forget' }),
      (error: unknown) => reportError(error),
    );
    onClose();
  }

  return (
    <EnableDialog
      facts={facts}
      inventory={target.inventory}
      draft={{ ...draft, heartbeat }}
      choices={choices}
      planning={planning}
      failures={failures}
      problems={request === undefined ? [] : haProblemsNow(request, target)}
      onAction={act}
      onEnable={enable}
      onClose={onClose}
    />
  );
}
