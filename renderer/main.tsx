import { createRoot } from 'react-dom/client';
import { createClient } from '#shared/contract/client.ts';
import { App } from './app/App.tsx';
import { ConsoleWindow, consoleIn } from './app/ConsoleWindow.tsx';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { pickTransport } from './bridge/pick-transport.ts';
import { toastAlerts } from './features/alerts/alerts-toast.ts';
import { startAlertsWatch } from './state/alerts-watch.ts';
import { ClientContext } from './state/client-context.ts';
import { startFeed } from './state/inventory-feed.ts';
import { noteTaskSubjects } from './state/noted-tasks.ts';
import { startOperationsFeed } from './state/operations-feed.ts';
import { followPoolIndexes } from './state/pool-index-store.ts';
import { rememberSearches } from './state/search-store.ts';
import { followSettings } from './state/settings-store.ts';
import { followAccess } from '#renderer/state/access-store.ts';
import { followRecovery } from './state/recovery-store.ts';
import { followWitnesses } from './state/witness-store.ts';
import './styles/tokens.css';
import './styles/base.css';

const client = createClient(pickTransport(window), () => crypto.randomUUID());
startFeed(client);
startOperationsFeed(client, Date.now);
startAlertsWatch(client, toastAlerts);
rememberSearches(client);
followSettings(client);
followWitnesses(client);
followRecovery(client);
followAccess(client);
noteTaskSubjects();
followPoolIndexes();

const place = document.getElementById('window');
if (place === null) throw new Error('the page has no place for the window');
const shown = consoleIn(location.search);
createRoot(place).render(
  <ErrorBoundary>
    <ClientContext value={client}>{shown === undefined ? <App /> : <ConsoleWindow shown={shown} />}</ClientContext>
  </ErrorBoundary>,
);
