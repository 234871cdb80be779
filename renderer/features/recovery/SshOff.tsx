import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { clockText } from '#shared/text/format.ts';
import { emergencyText } from '#shared/text/diagnosis-text.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { commandsWithoutSsh, sshOffText as say } from '#shared/text/ssh-off-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Guide } from './Guide.tsx';
import { OfferButton } from './OfferButton.tsx';
import { ShownCertificate } from './ShownCertificate.tsx';
import css from './SshOff.module.css';

export interface SshOffProps {
  readonly target: Target;
  readonly investigation: Investigation;
  readonly hostName: string;
}

/** The machine is there and lets nobody in: its port refuses, or only its toolstack answers. */
export function doorIsShut({ is, toolstack, ...investigation }: Investigation): boolean {
  return is === 'no-way' && (toolstack !== undefined || refusing(investigation).length > 0);
}

function refusing({ attempts, routes }: Pick<Investigation, 'attempts' | 'routes'>): readonly string[] {
  const refused = attempts.filter(({ state, failure }) => state === 'failed' && failure?.is === 'refused').map(({ route }) => route);
  return [...new Set(routes.filter(({ id, kind }) => refused.includes(id) && kind !== 'xapi-only').map(({ address }) => address))];
}

/** What is known without SSH, what still works, and how SSH is switched on. */
export function SshOff({ target, investigation, hostName }: SshOffProps) {
  const { toolstack } = investigation;
  const addresses = refusing(investigation);
  const commands = commandsWithoutSsh(factsFor(target, investigation));
  return (
    <Card title={say.title} fill="padded">
      <Guide>
        <p>{addresses.length > 0 ? say.known(addresses.join(', ')) : say.knownByToolstack}</p>
        {toolstack === undefined ? (
          <p>{say.silent}</p>
        ) : (
          <p className={css['word']}>
            <Icon name="probe" tone={toolstack.says.is === 'healthy' ? 'ok' : 'warn'} size="small" />
            <span>
              {say.toolstack(toolstack.address, clockText(toolstack.atMs))} <strong>{saidBy(toolstack.says)}</strong>
            </span>
          </p>
        )}
        {toolstack?.says.is === 'untrusted' && <ShownCertificate investigation={investigation} says={toolstack.says} hostName={hostName} />}
        <Offers target={target} investigation={investigation} hostName={hostName} />
        <h3>{say.on}</h3>
        <ol>
          {say.onSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <h3>{say.works}</h3>
        <p>{say.worksNote}</p>
        <pre aria-label={`${say.works}: ${hostName}`}>{commands.join('\n')}</pre>
        <CopyButton text={() => commands.join('\n')} doneLabel={recoveryText.copied}>
          {say.copy}
        </CopyButton>
      </Guide>
    </Card>
  );
}

/** What its own toolstack can do for it, whatever has become of its master. */
function Offers({ target, investigation, hostName }: SshOffProps) {
  const { overHttps = [] } = investigation;
  if (overHttps.length === 0) return null;
  return (
    <Guide name={say.offers}>
      <p>{say.offersNote}</p>
      {overHttps.map((offer) => (
        <OfferButton
          key={offer.repair}
          offer={offer}
          fault="F45"
          isPrimary={false}
          saysHarmless={false}
          target={target}
          investigation={investigation}
          hostName={hostName}
        />
      ))}
      {!hasMasterRole(target, investigation) && <p>{say.noRestart}</p>}
    </Guide>
  );
}

function hasMasterRole({ inventory }: Target, { host }: Investigation): boolean {
  return onlyPool(inventory)?.pool.master === host;
}

function saidBy(says: NonNullable<Investigation['toolstack']>['says']): string {
  switch (says.is) {
    case 'healthy':
      return say.healthy;
    case 'emergency':
      return say.emergency(emergencyText(says.code));
    case 'refuses':
      return say.refuses(says.code);
    default:
      return say.untrusted;
  }
}

function factsFor({ inventory }: Target, { host, toolstack, routes }: Investigation): Parameters<typeof commandsWithoutSsh>[0] {
  const record = inventory.host.get(host);
  const [first] = routes;
  return {
    address: [toolstack?.address, first?.address, record?.address].find((address) => address !== undefined) ?? '',
    hostUuid: record?.uuid ?? '',
    master: masterBeside(inventory, host),
    bridge: managementBridge(inventory, host),
  };
}

function masterBeside(inventory: Inventory, host: HostRef): string | undefined {
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  return master === undefined || master === host ? undefined : inventory.host.get(master)?.address;
}

function managementBridge(inventory: Inventory, host: HostRef): string | undefined {
  const network = [...inventory.pif.values()].find((pif) => pif.host === host && pif.isManagement)?.network;
  return network === undefined || network === null ? undefined : inventory.network.get(network)?.bridge;
}
