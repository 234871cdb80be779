import type { DarkWays, SecondWay } from '#shared/domain/capacity/dark-ways.ts';
import { hasPoolsController, type Readiness } from '#shared/domain/routes/readiness.ts';
import type { KnownWays, TriedWay } from '#shared/domain/routes/rehearsal.ts';
import { cameText, darkWaysText as say } from '#shared/text/dark-ways-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import css from './DarkWaysCard.module.css';

interface DarkWaysListProps {
  readonly facts: HostFacts;
  readonly ways: DarkWays;
  readonly known: KnownWays;
  readonly second: Readiness['second'];
  /** What its port said when it was last asked. */
  readonly ssh: string | undefined;
}

/** Every way with what came of it, and what else would be needed on the day. */
export function DarkWaysList({ facts, ways, known, second, ssh }: DarkWaysListProps) {
  const { keys, bmcAddress, rehearsal } = known;
  const ports = rehearsal?.ports.filter((port) => port.switch !== '' || port.port !== '') ?? [];
  return (
    <ul className={css['ways']}>
      {ways.second.map((way) => (
        <Way key={way.address} way={way} tried={triedAt(known, way.address, second)} facts={facts} />
      ))}
      <Fact icon="key" {...sshFact(ssh)} />
      <Fact icon="key" tone={keys.length > 0 ? 'ok' : 'warn'} text={keys.length > 0 ? say.keys(keys.length) : say.noKeys} />
      <Fact icon="power" {...controllerFact(bmcAddress, facts.host.powerOnMode)} />
      <Fact icon="power" {...powerFact(facts.host.powerOnMode)} />
      {ports.map((port) => (
        <Fact key={port.nic} icon="network" tone="quiet" text={say.port(port)} />
      ))}
    </ul>
  );
}

/** The best that came of any try to this address, as long as it is the address it was tried at. */
function triedAt({ rehearsal }: KnownWays, address: string, second: Readiness['second']): TriedWay | undefined {
  if (second.is === 'untried') return undefined;
  const tried = rehearsal?.ways.filter((way) => way.address === address) ?? [];
  return (
    tried.find(({ came }) => came === 'works') ??
    tried.find(({ came }) => came === 'waits') ??
    tried.find(({ over }) => over !== undefined) ??
    tried[0]
  );
}

function sshFact(ssh: string | undefined): Pick<FactProps, 'tone' | 'text'> {
  if (ssh === undefined) return { tone: 'quiet', text: say.sshUnknown };
  return ssh === 'open' ? { tone: 'ok', text: say.sshOpen } : { tone: 'warn', text: say.sshShut };
}

function controllerFact(address: string | undefined, powerOnMode: string): Pick<FactProps, 'tone' | 'text'> {
  if (address !== undefined) return { tone: 'ok', text: say.controller(address) };
  return hasPoolsController(powerOnMode) ? { tone: 'ok', text: say.poolsController } : { tone: 'warn', text: say.noController };
}

function powerFact(mode: string): Pick<FactProps, 'tone' | 'text'> {
  return mode === '' ? { tone: 'warn', text: say.noPower } : { tone: 'ok', text: say.power(valueText('powerOn', mode)) };
}

/** As many names as say where to begin. */
const NAMED = 2;

interface WayProps {
  readonly way: SecondWay;
  readonly tried: TriedWay | undefined;
  readonly facts: HostFacts;
}

function Way({ way, tried, facts }: WayProps) {
  const tone = tried?.came === 'failed' ? 'warn' : way.isOnOtherCard && tried?.came === 'works' ? 'ok' : 'quiet';
  const on = way.isOnOtherCard ? say.on(way.nic) : say.onManagementCard(way.nic);
  return (
    <Fact icon="link" tone={tone} text={textOf(way, tried, facts)}>
      {tried === undefined ? on : `${on}; ${cameText(tried)}`}
    </Fact>
  );
}

function textOf({ address, through }: DarkWays['second'][number], tried: TriedWay | undefined, { target }: HostFacts): string {
  if (tried?.over !== undefined) return say.through([tried.over], address);
  const names = through.slice(0, NAMED).flatMap((member) => target.inventory.host.get(member)?.name ?? []);
  return names.length === 0 || tried !== undefined ? say.directly(address) : say.through(names, address);
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
