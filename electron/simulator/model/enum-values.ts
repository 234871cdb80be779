import type { Model, TypeShape } from '#shared/xapi/model.ts';

/**
 * Members of enums that came after their enum, each with the call it came with: the model dates calls, not
 * members, and no release can be busy with what it has no call for.
 */
const CAME_WITH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vm_operations: {
    changing_NVRAM: 'VM.set_NVRAM',
    create_vtpm: 'VTPM.create',
    query_services: 'VM.query_services',
    sysprep: 'VM.sysprep',
  },
  host_allowed_operations: { apply_updates: 'host.apply_updates' },
  pool_allowed_operations: {
    apply_updates: 'host.apply_updates',
    cert_refresh: 'host.refresh_server_certificate',
    configure_repositories: 'pool.set_repositories',
    copy_primary_host_certs: 'pool.enable_tls_verification',
    exchange_ca_certificates_on_join: 'pool.install_ca_certificate',
    exchange_certificates_on_join: 'pool.enable_tls_verification',
    get_updates: 'pool.set_repositories',
    sync_bundle: 'Repository.introduce_bundle',
    sync_updates: 'pool.sync_updates',
    tls_verification_enable: 'pool.enable_tls_verification',
  },
  storage_operations: { vdi_revert: 'VDI.revert' },
  vdi_operations: { revert_from: 'VDI.revert', revert_to: 'VDI.revert' },
  certificate_type: {
    ca: 'pool.install_ca_certificate',
    host_internal: 'pool.enable_tls_verification',
    pinned: 'pool.install_trusted_certificate',
  },
};

export interface EnumValues {
  enums(all: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>>;
  type(shape: TypeShape): TypeShape;
}

/** What is left of enums, and of types that mention them, for a release that has only some of the calls. */
export function enumValuesOf(full: Model, hasCall: (name: string) => boolean): EnumValues {
  const missing = new Set(
    Object.entries(CAME_WITH).flatMap(([name, members]) =>
      Object.entries(members)
        .filter(([, call]) => full.messages.has(call) && !hasCall(call))
        .map(([value]) => `${name}.${value}`),
    ),
  );
  // Types are shared between fields and calls; so are the narrowed ones.
  const narrowed = new Map<TypeShape, TypeShape>();

  function values(name: string, all: readonly string[]): readonly string[] {
    return name in CAME_WITH ? all.filter((value) => !missing.has(`${name}.${value}`)) : all;
  }

  function narrow(shape: TypeShape): TypeShape {
    if (shape.kind === 'enum') return { ...shape, values: values(shape.name, shape.values) };
    if (shape.kind === 'set' || shape.kind === 'option') return { ...shape, of: type(shape.of) };
    if (shape.kind === 'map') return { ...shape, key: type(shape.key), value: type(shape.value) };
    return shape;
  }

  function type(shape: TypeShape): TypeShape {
    const known = narrowed.get(shape) ?? narrow(shape);
    narrowed.set(shape, known);
    return known;
  }

  return {
    enums: (all) => Object.fromEntries(Object.entries(all).map(([enumName, members]) => [enumName, values(enumName, members)])),
    type,
  };
}
