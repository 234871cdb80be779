import type { Lifecycle } from '#shared/xapi/model.ts';

type Releases = { readonly [stage in keyof Lifecycle]?: string | undefined };

/** Keeps the stages that are known, always in the same order, so that equal lifecycles are written alike. */
export function lifecycleOf(releases: Releases): Lifecycle {
  return {
    ...(releases.since === undefined ? {} : { since: releases.since }),
    ...(releases.prototyped === undefined ? {} : { prototyped: releases.prototyped }),
    ...(releases.deprecated === undefined ? {} : { deprecated: releases.deprecated }),
    ...(releases.removed === undefined ? {} : { removed: releases.removed }),
  };
}
