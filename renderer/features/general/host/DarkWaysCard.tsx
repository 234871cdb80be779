import { useMemo } from 'react';
import { darkWays, type DarkWays, type SecondWay } from '#shared/domain/capacity/dark-ways.ts';
import { darkWaysText as say } from '#shared/text/dark-ways-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import { useWitnesses } from '#renderer/state/witness-store.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import css from './DarkWaysCard.module.css';

/** Looked at while all is well: what would be left if the management NIC fell silent. */
export function DarkWaysCard({ facts }: { readonly facts: HostFacts }) {
  const { target, ref, host, truth } = facts;
  const ways = useMemo(() => darkWays(target.inventory, ref), [target.inventory, ref]);
  const ssh = useWitnesses(target.server.id)?.get(ref)?.probe?.ssh;
  const independent = ways.second.filter(({ isOnOtherCard }) => isOnOtherCard).length;
  return (
    <Card title={say.title} isLastKnown={!truth.isNow}>
      <p className={css['verdict']}>
        {independent > 0 ? <Icon name="ok" tone="ok" /> : <Icon name="warning" tone="warn" />}
        {verdictOf(ways, independent)}
        <span>{say.notTested}</span>
      </p>
      {independent === 0 && <p className={css['advice']}>{ways.second.length > 0 ? say.sameCardAdvice : say.advice(ways.spareNics)}</p>}
      <ul className={css['ways']}>
        {ways.second.map((way) => (
          <Fact key={way.address} icon="link" tone={way.isOnOtherCard ? 'ok' : 'quiet'} text={textOf(way, facts)}>
            {way.isOnOtherCard ? say.on(way.nic) : say.onManagementCard(way.nic)}
          </Fact>
        ))}
        <Fact icon="key" {...sshFact(ssh)} />
        <Fact icon="power" {...powerFact(host.powerOnMode)} />
      </ul>
    </Card>
  );
}

function sshFact(ssh: string | undefined): Pick<FactProps, 'tone' | 'text'> {
  if (ssh === undefined) return { tone: 'quiet', text: say.sshUnknown };
  return ssh === 'open' ? { tone: 'ok', text: say.sshOpen } : { tone: 'warn', text: say.sshShut };
}

function powerFact(mode: string): Pick<FactProps, 'tone' | 'text'> {
  return mode === '' ? { tone: 'warn', text: say.noPower } : { tone: 'ok', text: say.power(valueText('powerOn', mode)) };
}

function verdictOf(ways: DarkWays, independent: number): string {
  if (independent > 0) return say.independent(independent);
  return ways.second.length > 0 ? say.sameCard : say.none;
}

/** As many names as say where to begin. */
const NAMED = 2;

function textOf({ address, through }: SecondWay, { target }: HostFacts): string {
  const names = through.slice(0, NAMED).flatMap((member) => target.inventory.host.get(member)?.name ?? []);
  return names.length === 0 ? say.directly(address) : say.through(names, address);
}

interface FactProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly text: string;
  readonly children?: string;
}

function Fact({ icon, tone, text, children }: FactProps) {
  return (
    <li>
      <Icon name={icon} tone={tone} size="small" />
      <span>
        {text} {children !== undefined && <em>{children}</em>}
      </span>
    </li>
  );
}
