import type { NetworkPlan } from '#shared/domain/repairs/network-plan.ts';
import { interfaceAddress, interfaceName, interfaceRole, networkPlanText as say, planAsText } from '#shared/text/network-plan-text.ts';
import { saveTextAs } from '#renderer/state/save-as-file.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import css from './NetworkPlanView.module.css';

const { columns } = say;

/** What was there, and the lines that set it up again; to read, to copy and to save. */
export function NetworkPlanView({ plan }: { readonly plan: NetworkPlan }) {
  const rows = plan.interfaces.map((one) => ({
    key: `${one.device} ${one.network.uuid} ${one.tag ?? ''}`,
    cells: [interfaceName(one), one.network.name, interfaceAddress(one), interfaceRole(one)],
  }));
  return (
    <div className={css['plan']}>
      <CardTable
        label={say.interfaces}
        columns={[{ title: columns.device }, { title: columns.network, width: 'wide' }, { title: columns.address }, { title: columns.role }]}
        rows={rows}
      />
      {plan.storage.length > 0 && <p>{say.storage(plan.storage.map(({ name }) => name).join(', '))}</p>}
      {plan.commands.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <pre aria-label={say.commands} className={css['commands']}>
          {plan.commands.join('\n')}
        </pre>
      )}
      <span className={css['buttons']}>
        <CopyButton text={() => planAsText(plan)} doneLabel={say.copied}>
          {say.copy}
        </CopyButton>
        <Button onClick={() => saveTextAs(`${plan.host.name.replaceAll(/[^\w.-]/g, '-')}-network-plan.txt`, planAsText(plan))}>
          <Icon name="download" size="small" />
          {say.save}
        </Button>
      </span>
    </div>
  );
}
