/** What a release says about itself on every host. */
interface Product {
  readonly brand: string;
  readonly version: string;
  readonly softwareVersion: Readonly<Record<string, string>>;
  readonly edition: string;
  readonly editions: readonly string[];
  readonly supportedBootloaders: readonly string[];
  readonly hardwarePlatformVersions: readonly number[];
  /** Whether the pool's members check each other's certificates from the start. */
  readonly verifiesCertificates: boolean;
}

function softwareVersion(facts: {
  version: string;
  text: string;
  platform: string;
  brand: string;
  build: string;
  date: string;
  xapi: string;
  xapiBuild: string;
  xen: string;
}): Readonly<Record<string, string>> {
  return {
    product_version: facts.version,
    product_version_text: facts.text,
    product_version_text_short: facts.text,
    platform_name: 'XCP',
    platform_version: facts.platform,
    product_brand: facts.brand,
    build_number: facts.build,
    git_id: '0',
    hostname: 'localhost',
    date: facts.date,
    dbv: '0.0.1',
    xapi: facts.xapi,
    xapi_build: facts.xapiBuild,
    xen: facts.xen,
    linux: '4.19.0+1',
    xencenter_min: '2.21',
    xencenter_max: '2.21',
    network_backend: 'openvswitch',
  };
}

const xcpNg82: Product = {
  brand: 'XCP-ng',
  version: '8.2.1',
  softwareVersion: softwareVersion({
    version: '8.2.1',
    text: '8.2',
    platform: '3.2.1',
    brand: 'XCP-ng',
    build: 'release/yangtze/master/58',
    date: '2022-02-11',
    xapi: '1.20',
    xapiBuild: '1.249.32',
    xen: '4.13.5-9.40',
  }),
  edition: 'xcp-ng',
  editions: ['xcp-ng'],
  supportedBootloaders: ['pygrub', 'eliloader'],
  hardwarePlatformVersions: [0, 1, 2],
  verifiesCertificates: false,
};

const xcpNg83: Product = {
  brand: 'XCP-ng',
  version: '8.3.0',
  softwareVersion: softwareVersion({
    version: '8.3.0',
    text: '8.3',
    platform: '3.4.0',
    brand: 'XCP-ng',
    build: 'cloud',
    date: '2024-10-07',
    xapi: '24.19',
    xapiBuild: '24.19.2',
    xen: '4.17.5-4',
  }),
  edition: 'xcp-ng',
  editions: ['xcp-ng'],
  supportedBootloaders: ['pygrub', 'eliloader'],
  hardwarePlatformVersions: [0, 1, 2],
  verifiesCertificates: true,
};

const xenServer9: Product = {
  brand: 'XenServer',
  version: '9.0.0',
  softwareVersion: softwareVersion({
    version: '9.0.0',
    text: '9',
    platform: '3.5.0',
    brand: 'XenServer',
    build: 'stream',
    date: '2026-04-14',
    xapi: '26.17',
    xapiBuild: '26.17.0',
    xen: '4.20.1-3',
  }),
  edition: 'premium',
  editions: ['premium', 'standard', 'trial'],
  supportedBootloaders: ['pygrub'],
  hardwarePlatformVersions: [0, 1, 2, 3],
  verifiesCertificates: true,
};

const products: Readonly<Record<string, Product>> = { '8.2': xcpNg82, '8.3': xcpNg83, '9': xenServer9 };

export function productOf(profile: string): Product {
  const product = products[profile];
  if (product === undefined) throw new RangeError(`no product for profile ${profile}`);
  return product;
}
