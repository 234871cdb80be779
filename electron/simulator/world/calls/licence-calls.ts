import { list, map, refOf, textOf } from '../fields.ts';
import { change } from '../rows.ts';
import type { Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** A licence server gives out whatever the product is sold with. */
export const licenceCalls: Implementations = {
  'host.apply_edition'({ pool }, host, wanted) {
    const row = pool.database.get('host', refOf(host));
    const edition = textOf(wanted);
    if (!list(row, 'editions').includes(edition)) throw new XapiError('INVALID_EDITION', edition);
    change(pool, 'host', refOf(host), { edition, license_params: { ...map(row, 'license_params'), sku_type: edition } });
    return '';
  },
};
