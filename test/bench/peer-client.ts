import { createClient, type PeerClient } from 'xen-api';
import { watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { type HeardResult, serveOrders, type SyncResult } from './client.ts';
import type { FleetAddress } from './fleet.ts';
import { type CpuGauge, startCpuGauge, startGauges } from './gauges.ts';

// npm's xen-api in a process of its own: as it comes, or with our classes and without its pause between polls.
const isOurSetUp = process.argv[2] === 'our-classes';
const ownSettings = isOurSetUp ? { debounce: 0, watchEvents: watchedClasses.map((name) => xapiClass[name]) } : {};

function newClient({ url, user, password }: FleetAddress): PeerClient {
  return createClient({ url, auth: { user, password }, allowUnauthorized: true, transport: 'json-rpc', ...ownSettings });
}

async function load(address: FleetAddress): Promise<PeerClient> {
  const client = newClient(address);
  await client.connect();
  await client.objectsFetched;
  return client;
}

function countsOf(client: PeerClient): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { $type } of Object.values(client.objects.all)) counts[$type] = (counts[$type] ?? 0) + 1;
  return counts;
}

async function sync(address: FleetAddress): Promise<SyncResult> {
  const gauges = startGauges();
  const startMs = performance.now();
  const client = await load(address);
  const completeMs = performance.now() - startMs;
  const stallMs = gauges.stallMs();
  const cpuMs = gauges.cpuMs();
  const counts = countsOf(client);
  const result = { completeMs, stallMs, cpuMs, connections: gauges.connections(), counts, heapBytes: await gauges.heapGrowth() };
  await client.disconnect();
  return result;
}

let watching: { client: PeerClient; renamed: [string, number][]; cpu: CpuGauge } | undefined;

async function watch(address: FleetAddress): Promise<void> {
  const client = await load(address);
  const renamed: [string, number][] = [];
  client.objects.on('update', (objects: Readonly<Record<string, { readonly name_label?: string }>>) => {
    const atMs = performance.timeOrigin + performance.now();
    for (const { name_label: name } of Object.values(objects)) if (name?.startsWith('change-') === true) renamed.push([name, atMs]);
  });
  watching = { client, renamed, cpu: startCpuGauge() };
}

function heard(): HeardResult {
  if (watching === undefined) throw new Error('not watching');
  const { client, renamed, cpu } = watching;
  const result = { renamed: renamed.splice(0), cpuMs: cpu.cpuMs(), counts: countsOf(client) };
  watching = { client, renamed, cpu: startCpuGauge() };
  return result;
}

serveOrders({ sync, watch, heard });
