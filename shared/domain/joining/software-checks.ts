import { commonFeatures, featuresBeyond, type FeatureSet, canMoveTo, haveSameFeatures, readFeatures } from '#shared/domain/levelling/feature-set.ts';
import { featureNames } from '#shared/domain/levelling/feature-names.ts';
import type { JoinCell } from './cell.ts';
import type { JoinSide } from './side.ts';
import { failed, passed, type Pair, warns } from './verdicts.ts';

const version = (side: JoinSide): string => [side.software['product_brand'], side.software['product_version']].filter(Boolean).join(' ');

/** The whole that has to be the same comes first; then what only a forced join goes past. */
export function softwareCells(pair: Pair): readonly JoinCell[] {
  return [
    productCell(pair),
    toolstackCell(pair),
    updatesCell(pair),
    packsCell(pair),
    guidanceCell(pair),
    vendorCell(pair),
    modelCell(pair),
    featuresCell(pair),
    driversCell(pair),
  ];
}

function productCell({ host, pool }: Pair): JoinCell {
  const values = { host: version(host), pool: version(pool) };
  const isSame = ['platform_version', 'product_brand'].every((key) => host.software[key] === pool.software[key]);
  if (!isSame) return failed('product', 'HOSTS_NOT_COMPATIBLE', values);
  if (host.apiVersion !== pool.apiVersion)
    return failed('product', 'POOL_JOINING_HOST_MUST_HAVE_SAME_API_VERSION', { host: `API ${host.apiVersion}`, pool: `API ${pool.apiVersion}` });
  const [own, others] = [host.software['db_schema'] ?? '', pool.software['db_schema'] ?? ''];
  if (own === '' || own !== others)
    return failed('product', 'POOL_JOINING_HOST_MUST_HAVE_SAME_DB_SCHEMA', { host: `database ${own || '?'}`, pool: `database ${others || '?'}` });
  return passed('product', values);
}

function toolstackCell({ host, pool }: Pair): JoinCell {
  const build = ({ software }: JoinSide): string =>
    [software['xapi_build'] ?? software['xapi'] ?? '', software['build_number'] ?? ''].join(' ').trim();
  const values = { host: build(host), pool: build(pool) };
  const isSame = ['xapi', 'git_id', 'xs:linux'].every((key) => host.software[key] === pool.software[key]);
  return isSame ? passed('toolstack', values) : failed('toolstack', 'HOSTS_NOT_HOMOGENEOUS', { ...values, isForcible: true });
}

function updatesCell({ host, pool }: Pair): JoinCell {
  const missing = pool.updates.filter((update) => !host.updates.includes(update));
  const surplus = host.updates.filter((update) => !pool.updates.includes(update));
  const values = { host: String(host.updates.length), pool: String(pool.updates.length) };
  if (missing.length + surplus.length === 0) return passed('updates', values);
  return failed('updates', 'HOSTS_NOT_HOMOGENEOUS', { ...values, names: missing.length > 0 ? missing : surplus, count: missing.length });
}

/** Packs of other makers stand among the versions, by maker and name; servers do not compare them, so they only warn. */
function packsCell({ host, pool }: Pair): JoinCell {
  const packs = ({ software }: JoinSide): readonly string[] => Object.keys(software).filter((key) => key.includes(':') && key !== 'xs:linux');
  const isMissing = (of: JoinSide, key: string): boolean => of.software[key] === undefined;
  const differing = [...packs(pool).filter((key) => isMissing(host, key)), ...packs(host).filter((key) => isMissing(pool, key))];
  const values = { host: packs(host).join(', '), pool: packs(pool).join(', ') };
  return differing.length === 0 ? passed('packs', values) : warns('packs', { ...values, names: differing });
}

function guidanceCell({ host, pool }: Pair): JoinCell {
  const updating = host.isUpdating ? host : pool.isUpdating ? pool : undefined;
  if (updating !== undefined) return failed('guidance', 'NOT_SUPPORTED_DURING_UPGRADE', { host: updating.host });
  const pending = host.guidances.length > 0 ? host : pool.guidances.length > 0 ? pool : undefined;
  if (pending === undefined) return passed('guidance');
  return failed('guidance', 'HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', { host: pending.host, names: pending.guidances });
}

function vendorCell({ host, pool }: Pair): JoinCell {
  const values = { host: host.cpu.vendor, pool: pool.cpu.vendor };
  if (host.cpu.vendor === pool.cpu.vendor) return passed('vendor', values);
  return failed('vendor', 'HOSTS_NOT_HOMOGENEOUS', { ...values, isForcible: true });
}

/** Levelling makes them alike; people want to know all the same. */
function modelCell({ host, pool }: Pair): JoinCell {
  const values = { host: host.cpu.model, pool: pool.cpu.model };
  return host.cpu.model === pool.cpu.model ? passed('model', values) : warns('model', values);
}

interface Levelled {
  readonly lost: FeatureSet;
  readonly masked: FeatureSet;
}

function levelled(own: string, others: string): Levelled {
  const [host, pool] = [readFeatures(own) ?? [], readFeatures(others) ?? []];
  if (host.length === 0 || pool.length === 0) return { lost: [], masked: [] };
  const common = commonFeatures(host, pool);
  return { lost: featuresBeyond(pool, common), masked: featuresBeyond(host, common) };
}

/** What VMs may count on sinks to what all hosts have; those that run keep what they began with, and cannot go to the newcomer. */
function featuresCell({ host, pool }: Pair): JoinCell {
  const both = [levelled(host.cpu.hvm, pool.cpu.hvm), levelled(host.cpu.pv, pool.cpu.pv)];
  const losses = both.map(({ lost }) => lost).filter((lost) => !haveSameFeatures(lost, []));
  const masks = both.map(({ masked }) => masked).filter((masked) => !haveSameFeatures(masked, []));
  const words = (sets: readonly FeatureSet[]): string => {
    const all = sets.map(featureNames);
    const names = [...new Set(all.flatMap((each) => each.names))];
    const others = Math.max(0, ...all.map((each) => each.others));
    return [...names, ...(others > 0 ? [`+${others}`] : [])].join(', ');
  };
  const values = { host: words(masks), pool: words(losses) };
  if (losses.length === 0) return masks.length === 0 ? passed('features') : passed('features', values);
  const stay = pool.running.filter(({ features }) => !canGo(host, features));
  return warns('features', { ...values, names: stay.map(({ name }) => name), count: stay.length });
}

/** One of which nobody knows what it began with is taken to have all the pool has. */
function canGo(host: JoinSide, features: string): boolean {
  const began = readFeatures(features) ?? [];
  const newcomer = readFeatures(host.cpu.hvm) ?? [];
  return began.length > 0 && newcomer.length > 0 && canMoveTo(newcomer, began);
}

function driversCell({ host, pool }: Pair): JoinCell {
  const lacking = Object.entries(pool.drivers).filter(([type, features]) => {
    const own = host.drivers[type];
    return own === undefined || Object.entries(features).some(([name, edition]) => (own[name] ?? -1) < edition);
  });
  const values = { host: String(Object.keys(host.drivers).length), pool: String(Object.keys(pool.drivers).length) };
  if (lacking.length === 0) return passed('drivers', values);
  return failed('drivers', 'POOL_JOINING_SM_FEATURES_INCOMPATIBLE', { ...values, names: lacking.map(([type]) => type) });
}
