import { createRoot } from 'react-dom/client';
import { createClient } from '#shared/contract/client.ts';
import { App } from './app/App.tsx';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { pickTransport } from './bridge/pick-transport.ts';
import { ClientContext } from './state/client-context.ts';
import { startFeed } from './state/inventory-feed.ts';
import './styles/tokens.css';
import './styles/base.css';

const client = createClient(pickTransport(window), () => crypto.randomUUID());
startFeed(client);

const place = document.getElementById('window');
if (place === null) throw new Error('the page has no place for the window');
createRoot(place).render(
  <ErrorBoundary>
    <ClientContext value={client}>
      <App />
    </ClientContext>
  </ErrorBoundary>,
);
