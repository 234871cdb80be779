import type { EngineEvent, Sequences } from '#shared/contract/events.ts';
import type { StreamServer } from '#shared/contract/serve-streams.ts';
import { holdShell, lendShell } from './diagnostics/host-shell.ts';
import { sendLogs } from './diagnostics/log-streams.ts';
import { sendStatusReport } from './diagnostics/status-reports.ts';
import { createInvestigations } from './diagnostics/investigations.ts';
import { createRehearsals } from './diagnostics/rehearsals.ts';
import { createTerminals } from './diagnostics/terminals.ts';
import { createConsoles } from './console/consoles.ts';
import { createTransfers } from './transfers/transfers.ts';
import { wayToHost } from './diagnostics/way-to-host.ts';
import { createShelf } from './offline/shelf.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOperations } from './operations/operations.ts';
import { createKeptServers } from './pools/kept-servers.ts';
import { createOutbound } from './pools/outbound.ts';
import { createPoolHandles } from './pools/pool-handle.ts';
import { createPools } from './pools/pools.ts';
import type { Ports } from './ports.ts';
import { createDispatch, type Dispatch } from './rpc/dispatch.ts';
import { createFailureOf } from './rpc/failure-of.ts';
import { accessHandlers } from './rpc/handlers/access-handlers.ts';
import { appHandlers } from './rpc/handlers/app-handlers.ts';
import { certificateHandlers } from './rpc/handlers/certificate-handlers.ts';
import { demoRoom } from './rpc/handlers/demo-handlers.ts';
import { detailHandlers } from './rpc/handlers/detail-handlers.ts';
import { fileHandlers } from './rpc/handlers/file-handlers.ts';
import { guestHandlers } from './rpc/handlers/guest-handlers.ts';
import { joiningHandlers } from './rpc/handlers/joining-handlers.ts';
import { maintenanceHandlers } from './rpc/handlers/maintenance-handlers.ts';
import { metricsHandlers } from './rpc/handlers/metrics-handlers.ts';
import { networkHandlers } from './rpc/handlers/network-handlers.ts';
import { operationHandlers } from './rpc/handlers/operation-handlers.ts';
import { recoveryHandlers } from './rpc/handlers/recovery-handlers.ts';
import { savedHandlers } from './rpc/handlers/saved-handlers.ts';
import { serverHandlers } from './rpc/handlers/server-handlers.ts';
import { settingsHandlers } from './rpc/handlers/settings-handlers.ts';
import { storageHandlers } from './rpc/handlers/storage-handlers.ts';
import { transferCallHandlers, transferHandlers } from './rpc/handlers/transfer-handlers.ts';
import { vaultHandlers } from './rpc/handlers/vault-handlers.ts';
import { plainWays, waysHandlers } from './rpc/handlers/ways-handlers.ts';
import { plainWitnesses, witnessHandlers } from './rpc/handlers/witness-handlers.ts';
import { createPublisher } from './rpc/publisher.ts';
import { createSnapshotPages } from './rpc/snapshot-pages.ts';
import { createStreamDispatch } from './rpc/stream-dispatch.ts';
import { createViewMemory } from './store/view-memory.ts';

/** Holds every connection and publishes what it knows. Hosts put a window in front of it. */
export interface Engine {
  readonly dispatch: Dispatch;
  readonly openStream: StreamServer['openStream'];
  readonly events: {
    listen(listener: (event: EngineEvent) => void): () => void;
    sequences(): Sequences;
  };
  /** Connects the saved servers that are to be connected at the start; done when each is on its way. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createEngine(ports: Ports): Engine {
  const toFailure = createFailureOf(ports);
  const publisher = createPublisher(ports.clock);
  const tellServers = (): void => publisher.publish('servers', [...pools.list(), ...shelf.list()]);
  const shelf = createShelf({
    newId: ports.random.id,
    onChange: tellServers,
    onDelta: (server, delta) => publisher.publish('pools', { server, delta }),
  });
  const outbound = createOutbound(ports, (settings) => publisher.publish('settings', settings));
  const view = createViewMemory({
    folder: ports.paths.data,
    newId: ports.random.id,
    clock: ports.clock,
    onFailure: (error) => void toFailure(error),
  });
  const pools = createPools({
    ports,
    defaults: outbound,
    jumps: {
      route: (of) => investigations.serverJumps.route(of),
      anew: (jump) => investigations.serverJumps.anew(jump),
    },
    toFailure,
    onServers(servers) {
      tellServers();
      kept.sawServers(servers);
      handles.sawServers();
      operations.sawServers();
      investigations.sawServers();
    },
    onDelta(server, delta) {
      publisher.publish('pools', { server, delta });
      kept.sawDelta(server, delta);
      handles.saw(server);
    },
    onDelay: (server, ms) => publisher.publish('delays', { server, ms }),
    onWitness: (server, host, witnesses) => publisher.publish('witnesses', { server, host, witnesses: plainWitnesses(witnesses) }),
  });
  const kept = createKeptServers({ ports, pools, toFailure });
  const metrics = createMetrics({
    clock: ports.clock,
    pools,
    onStatistics: (server, hosts) => publisher.publish('metrics', { server, hosts: Object.fromEntries(hosts) }),
    onBug: (error) => void toFailure(error),
  });
  const handles = createPoolHandles({ pools, clock: ports.clock });
  const transfers = createTransfers({ pools, handles, clock: ports.clock });
  const operations = createOperations({
    ports,
    handles,
    toFailure,
    publish: (change) => publisher.publish('operations', change),
    isFile: (server) => shelf.inventory(server) !== undefined,
    lent: {
      shellOf: (server, host) => lendShell({ investigations, pools, clock: ports.clock }, { server, host }),
      holdShell: async (server, host, signal) => await holdShell({ investigations, pools, clock: ports.clock }, { server, host }, signal),
      loginOf: (server) => pools.login(server),
      rehearsalsOf: (server) => rehearsals.of(server),
      writeDisk: transfers.writeDisk,
      leave: async (server) => await kept.leave(server),
    },
  });
  const investigations = createInvestigations({
    ports,
    pools,
    publish: (view) => publisher.publish('recovery', view),
    addFile: shelf.add,
    onBug: (error) => void toFailure(error),
  });
  const rehearsals = createRehearsals({
    clock: ports.clock,
    pools,
    room: investigations.lend,
    isSearching: investigations.isAnyOf,
    pace: outbound.rehearsals,
    publish: (server, host, known) => publisher.publish('ways', { server, host, known: plainWays(known) }),
    onBug: (error) => void toFailure(error),
  });
  const terminals = createTerminals(investigations);
  const consoles = createConsoles({ pools, wayTo: (server, host) => wayToHost(investigations, server, host) });
  const demo = demoRoom(ports.demo, pools);
  const handlers = {
    ...appHandlers(ports),
    ...fileHandlers(shelf, ports.clock),
    ...serverHandlers({ pools, kept, shelf, publisher, pages: createSnapshotPages(ports.random.id), vault: ports.vault }),
    ...witnessHandlers(pools, publisher),
    ...detailHandlers(pools, ports.clock),
    ...guestHandlers({ pools, clock: ports.clock }),
    ...networkHandlers({ pools, investigations, clock: ports.clock }),
    ...metricsHandlers(metrics),
    ...transferCallHandlers({ transfers, handles }),
    ...accessHandlers(investigations),
    ...recoveryHandlers({ investigations, rehearsals, terminals, kept, publisher }),
    ...waysHandlers(rehearsals, publisher),
    ...operationHandlers(operations, publisher),
    ...savedHandlers(kept, ports),
    ...vaultHandlers({ vault: ports.vault, kept, outbound }),
    ...settingsHandlers({ outbound, view, publisher }),
    ...certificateHandlers(kept, pools),
    ...storageHandlers({ pools, investigations, clock: ports.clock }),
    ...joiningHandlers(pools, ports.clock),
    ...maintenanceHandlers(pools),
    ...demo.handlers,
  };
  return {
    dispatch: createDispatch(handlers, toFailure),
    openStream: createStreamDispatch(
      {
        ...transferHandlers({ transfers, handles }),
        'host.terminal': terminals.run,
        'host.logs': async (input, on) => await sendLogs({ investigations, clock: ports.clock }, input, on),
        'host.status-report': async (input, on) => await sendStatusReport(investigations, input, on),
        'vm.console': consoles.run,
      },
      toFailure,
    ),
    events: publisher,
    async start() {
      await outbound.ready();
      await kept.start();
      await operations.ready();
      rehearsals.start();
    },
    async close() {
      await operations.close();
      await rehearsals.close();
      await investigations.closeAll();
      await view.close();
      await metrics.close();
      await kept.close();
      await pools.close();
      await demo.close();
      publisher.close();
    },
  };
}
