import { useState } from 'react';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { attemptText, rankText, routeName, routeText } from '#shared/text/route-words.ts';
import { bmcShortText } from '#shared/text/power-proof-text.ts';
import { hostWaysText } from '#shared/text/ssh-settings-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Card } from '#renderer/ui/Card.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { RouteMap } from './RouteMap.tsx';
import { type Rung, rungNames, rungOf, type TriedRoute, triedRoutes, workingCards, works } from './route-ladder.ts';
import { routeMapOf } from './route-map.ts';
import css from './RoutesCard.module.css';

export interface RoutesCardProps {
  readonly investigation: Investigation;
  readonly hostName: string;
  readonly hostWord: string;
  readonly onSettings: () => void;
}

/** As many as the map and a glance can hold. */
const SHOWN = 7;

/** Every way to the host: which were tried, how far each came, and what stopped it. */
export function RoutesCard({ investigation, hostName, hostWord, onSettings }: RoutesCardProps) {
  const [showsAll, setShowsAll] = useState(false);
  const tried = triedRoutes(investigation.routes, investigation.attempts);
  const active = tried.find(({ route }) => route.id === investigation.active);
  const label = routeText.map(hostName, active === undefined ? routeText.mapNone : routeText.mapInUse(routeName(active.route)));
  const shown = showsAll ? tried : tried.slice(0, SHOWN);
  return (
    <Card title={routeText.title} mark={<Summary tried={tried} />}>
      {tried.length === 0 ? (
        <EmptyState>{routeText.none}</EmptyState>
      ) : (
        <>
          <div className={css['map']}>
            <RouteMap model={routeMapOf(tried, investigation.active)} hostName={hostName} hostWord={hostWord} label={label} />
          </div>
          <RouteTable shown={shown} investigation={investigation} />
        </>
      )}
      <div className={css['foot']}>
        {tried.length > SHOWN && (
          <Button kind="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? routeText.fewer : routeText.more(tried.length - SHOWN)}
          </Button>
        )}
        <Button kind="quiet" onClick={onSettings}>
          {hostWaysText.command}
        </Button>
        {investigation.routesLeftOut !== undefined && <small>{routeText.leftOut(investigation.routesLeftOut)}</small>}
      </div>
    </Card>
  );
}

function Summary({ tried }: { readonly tried: readonly TriedRoute[] }) {
  const count = tried.filter(works).length;
  if (count > 0) return <StatusWord icon="route" tone="ssh" word={routeText.summary(count, workingCards(tried))} />;
  const running = tried.filter(({ attempt }) => attempt?.state === 'running').length;
  if (running > 0) return <StatusWord icon="route" tone="quiet" word={routeText.looking(running)} />;
  return <StatusWord icon="error" tone="danger" word={routeText.noneWorks} />;
}

function RouteTable({ shown, investigation }: { readonly shown: readonly TriedRoute[]; readonly investigation: Investigation }) {
  return (
    <table className={css['ladder']} aria-label={routeText.title}>
      <thead>
        <tr>
          <th scope="col">{routeText.route}</th>
          {rungNames.map((name) => (
            <th key={name} scope="col" data-rung="true">
              {routeText.columns[name]}
            </th>
          ))}
          <th scope="col">{routeText.result}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <RouteRow key={one.route.id} one={one} investigation={investigation} />
        ))}
      </tbody>
    </table>
  );
}

function RouteRow({ one, investigation }: { readonly one: TriedRoute; readonly investigation: Investigation }) {
  const client = useClient();
  const { route, attempt } = one;
  const { server, host } = investigation;
  const isStandby = route.id === investigation.standby;
  const name = routeName(route);
  return (
    <tr data-use={route.id === investigation.active}>
      <th scope="row" title={`${route.address} · ${rankText(route)}`}>
        {name}
      </th>
      {rungNames.map((rung) => (
        <td key={rung} data-rung="true">
          <RungMark rung={rungOf(attempt, rung)} />
        </td>
      ))}
      <td>
        <span className={css['result']}>
          {isStandby
            ? routeText.standby
            : route.kind === 'bmc'
              ? bmcShortText[investigation.bmc.is]
              : attemptText(attempt, investigation.question !== undefined)}
          {attempt?.state === 'waiting' && investigation.question === undefined && (
            <Button
              label={routeText.confirmRoute(name)}
              onClick={() => {
                client.call('recovery.ask-about', { server, host, about: route.id }).catch((error: unknown) => reportError(error));
              }}
            >
              {routeText.confirm}
            </Button>
          )}
          {attempt?.state === 'works' && (
            <Button
              label={routeText.takeRoute(name)}
              onClick={() => {
                client.call('recovery.use-route', { server, host, route: route.id }).catch((error: unknown) => reportError(error));
              }}
            >
              {routeText.use}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

const looks = {
  passed: { icon: 'check', tone: 'ok', word: routeText.passed },
  failed: { icon: 'close', tone: 'danger', word: routeText.failed },
  running: { icon: 'more', tone: 'info', word: routeText.running },
  'not-yet': { icon: 'minus', tone: 'quiet', word: routeText.notYet },
} as const;

function RungMark({ rung }: { readonly rung: Rung }) {
  const { icon, tone, word } = looks[rung];
  return (
    <span title={word}>
      <Icon name={icon} tone={tone} size="small" />
      <span className={css['spoken']}>{word}</span>
    </span>
  );
}
