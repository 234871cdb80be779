import { netmaskOf } from '#simulator/world/dom0/ip.ts';
import { legsOf, managementLeg } from '#simulator/world/dom0/legs.ts';
import { entry, flag, list, text } from '#simulator/world/fields.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { controlDomainMib, controlDomainUuid, hasChrony, hostRow, poolRow, software } from './facts.ts';
import type { AddFiles } from './tree.ts';

export const addEtc: AddFiles = (builder, { host }) => {
  builder.file('/etc/xensource-inventory', () => inventory(host));
  builder.file('/etc/redhat-release', () => `${software(host, 'product_brand')} release ${software(host, 'product_version')}\n`);
  builder.file('/etc/centos-release', () => `${software(host, 'product_brand')} release ${software(host, 'product_version')}\n`);
  builder.file('/etc/hostname', () => `${text(hostRow(host), 'hostname')}\n`);
  builder.file('/etc/hosts', () => '127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4\n');
  builder.file('/etc/resolv.conf', () => resolvConf(host));
  builder.file('/etc/xensource/pool.conf', () => poolConf(host), { changedMs: host.dom0.xapiStartedMs - 60_000 });
  builder.file('/etc/xensource/network.conf', () => `${entry(hostRow(host), 'software_version', 'network_backend') ?? 'openvswitch'}\n`);
  builder.file('/etc/xensource/db.conf', () => '[/var/lib/xcp/state.db]\nmode:no_limit\nformat:xml\navailable_this_boot:true\n');
  builder.file('/etc/firstboot.d/data/management.conf', () => managementConf(host));
  builder.file('/etc/iscsi/initiatorname.iscsi', () => `InitiatorName=${text(hostRow(host), 'iscsi_iqn')}\n`);
  builder.file('/etc/fstab', () => '/dev/sda1 / ext3 defaults 1 1\n/dev/sda5 /var/log ext3 defaults 0 2\n');
  if (hasChrony(host))
    builder.file('/etc/chrony.conf', () =>
      ntpServers(host)
        .map((server) => `server ${server} iburst\n`)
        .join(''),
    );
  else
    builder.file('/etc/ntp.conf', () =>
      ntpServers(host)
        .map((server) => `server ${server} iburst\n`)
        .join(''),
    );
  // Their contents are for openssl alone, which is asked for what may be said of them.
  for (const name of ['xapi-ssl.pem', 'xapi-pool-tls.pem']) {
    builder.file(`/etc/xensource/${name}`, () => '', { mode: 0o400, changedMs: host.dom0.xapiStartedMs - 3_600_000 });
  }
  if (!flag(hostRow(host), 'tls_verification_enabled')) return;
  builder.file('/etc/stunnel/xapi-pool-ca-bundle.pem', () => '', { size: 4_312 });
  for (const other of list(poolRow(host), 'hosts').concat(host.pool.database.refs('host'))) {
    const uuid = text(host.pool.database.find('host', other) ?? {}, 'uuid');
    if (uuid !== '' && (host.dom0.tls.trustsMaster || uuid !== host.pool.master.uuid))
      builder.file(`/etc/stunnel/certs-pool/${uuid}.pem`, () => '', { size: 1_078 });
  }
};

export function ntpServers(host: SimHost): readonly string[] {
  const gateway = managementLeg(host)?.gateway;
  const dns = text(host.pool.database.find('PIF', managementLeg(host)?.pif ?? '') ?? {}, 'DNS')
    .split(',')
    .filter((server) => server !== '');
  const known = [...dns, ...(gateway === undefined ? [] : [gateway])];
  return known.length > 0 ? known.slice(0, 3) : ['0.centos.pool.ntp.org'];
}

/** The pool's configuration file has no end of line. */
export function poolConf(host: SimHost): string {
  if (host.dom0.poolConf !== undefined) return host.dom0.poolConf;
  return host.role.is === 'master' ? 'master' : `slave:${host.role.masterAddress}`;
}

function inventory(host: SimHost): string {
  const management = managementLeg(host);
  const bridges = legsOf(host)
    .filter(({ vlan }) => vlan < 0)
    .map(({ bridge }) => bridge)
    .join(' ');
  const facts: Readonly<Record<string, string>> = {
    PRODUCT_BRAND: software(host, 'product_brand'),
    PRODUCT_NAME: 'xenenterprise',
    PRODUCT_VERSION: software(host, 'product_version'),
    PRODUCT_VERSION_TEXT: software(host, 'product_version_text'),
    PLATFORM_NAME: software(host, 'platform_name'),
    PLATFORM_VERSION: software(host, 'platform_version'),
    BUILD_NUMBER: software(host, 'build_number'),
    INSTALLATION_UUID: host.uuid,
    CONTROL_DOMAIN_UUID: controlDomainUuid(host),
    DOM0_MEM: String(controlDomainMib(host)),
    DOM0_VCPUS: '8',
    MANAGEMENT_INTERFACE: host.dom0.network.managementBridge ?? management?.bridge ?? '',
    MANAGEMENT_ADDRESS_TYPE: management?.ip?.includes(':') === true ? 'IPv6' : 'IPv4',
    CURRENT_INTERFACES: bridges,
    PRIMARY_DISK: '/dev/disk/by-id/scsi-36d0946606f2c0a002c1b1b2c0d9e1f2a',
    BACKUP_PARTITION: '/dev/disk/by-id/scsi-36d0946606f2c0a002c1b1b2c0d9e1f2a-part2',
    XEN_VERSION: software(host, 'xen'),
    KERNEL_VERSION: software(host, 'linux'),
  };
  return Object.entries(facts)
    .map(([key, value]) => `${key}='${value}'\n`)
    .join('');
}

function resolvConf(host: SimHost): string {
  const servers = text(host.pool.database.find('PIF', managementLeg(host)?.pif ?? '') ?? {}, 'DNS').split(',');
  return servers.flatMap((server) => (server === '' ? [] : [`nameserver ${server}\n`])).join('');
}

function managementConf(host: SimHost): string {
  const leg = managementLeg(host);
  const row = host.pool.database.find('PIF', leg?.pif ?? '') ?? {};
  const lines = [`LABEL='${leg?.device ?? 'eth0'}'`, `MODE='${text(row, 'ip_configuration_mode').toLowerCase()}'`];
  if (text(row, 'ip_configuration_mode') === 'Static') {
    lines.push(
      `IP='${text(row, 'IP')}'`,
      `NETMASK='${text(row, 'netmask') || netmaskOf(24)}'`,
      `GATEWAY='${text(row, 'gateway')}'`,
      `DNS='${text(row, 'DNS')}'`,
    );
  }
  return `${lines.join('\n')}\n`;
}
