import { array, assert, constantFrom, integer, nat, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { devicesWith } from '#shared/domain/storage/device-list.ts';
import { readDevices } from '#shared/domain/storage/discovery/devices.ts';
import { readExports } from '#shared/domain/storage/discovery/exports.ts';
import { readRepositories } from '#shared/domain/storage/discovery/repositories.ts';
import { readSize } from '#shared/domain/storage/discovery/sizes.ts';
import { readTargets } from '#shared/domain/storage/discovery/targets.ts';
import { readXml } from '#shared/domain/storage/discovery/xml.ts';

const HEAD = '<?xml version="1.0" ?>\n';

describe('exports of a file server', () => {
  test('are read with who may mount them, in order, without the padding drivers write', () => {
    const payload = `${HEAD}<nfs-exports>
	<Export>
		<Target>
			nas
		</Target>
		<Path>
			/vol10
		</Path>
		<Accesslist>
			10.0.0.0/24
		</Accesslist>
	</Export><Export><Target>nas</Target><Path>/vol2</Path></Export></nfs-exports>`;
    expect(readExports(payload)).toEqual([
      { path: '/vol2', access: '*' },
      { path: '/vol10', access: '10.0.0.0/24' },
    ]);
  });

  test('of a server that speaks only version 4 become paths', () => {
    expect(readExports('<nfs-exports><Export><Path>vms</Path></Export></nfs-exports>')).toEqual([{ path: '/vms', access: '*' }]);
  });

  test('that could not be listed are not the same as none', () => {
    expect([readExports(''), readExports('<nfs-exports/>')]).toEqual([undefined, []]);
  });
});

describe('targets of a portal', () => {
  const payload = `${HEAD}<iscsi-target-iqns>
    <TGT><Index>0</Index><IPAddress>10.0.0.5,10.0.0.6</IPAddress><TargetIQN>*</TargetIQN></TGT>
    <TGT><Index>1</Index><IPAddress>[fd00::5]</IPAddress><Port>3261</Port><TargetIQN>iqn.2003-01.org.example:vol10</TargetIQN></TGT>
    <TGT><Index>2</Index><IPAddress>10.0.0.5</IPAddress><TargetIQN>iqn.2003-01.org.example:vol2</TargetIQN></TGT>
    <TGT><Index>3</Index><IPAddress>10.0.0.5</IPAddress><TargetIQN>iqn.2003-01.org.example:vol2</TargetIQN></TGT></iscsi-target-iqns>`;

  test('are sorted as a person counts, each once, and the one that means all comes last', () => {
    expect(readTargets(payload)).toEqual([
      { name: 'iqn.2003-01.org.example:vol2', address: '10.0.0.5', port: 3260 },
      { name: 'iqn.2003-01.org.example:vol10', address: 'fd00::5', port: 3261 },
      { name: '*', address: '10.0.0.5,10.0.0.6', port: 3260 },
    ]);
  });

  test('of an empty answer are none, and of any other document unknown', () => {
    expect([readTargets('  '), readTargets('<html/>'), readTargets('nonsense')]).toEqual([[], undefined, undefined]);
  });
});

describe('devices', () => {
  test('of an iSCSI target may lack anything', () => {
    const payload = `${HEAD}<iscsi-target>
      <LUN><vendor>LIO-ORG</vendor><serial>b</serial><LUNid>1</LUNid><size>1099511627776</size><SCSIid>36001405b</SCSIid></LUN>
      <LUN><LUNid>0</LUNid><Size>5gb</Size></LUN><LUN><SCSIid>36001405c</SCSIid></LUN></iscsi-target>`;
    expect(readDevices(payload)?.devices).toEqual([
      expect.objectContaining({ scsiId: undefined, lun: 0, vendor: undefined, sizeBytes: 5 * 1024 ** 3 }),
      expect.objectContaining({ scsiId: '36001405c', lun: undefined, sizeBytes: undefined }),
      expect.objectContaining({ scsiId: '36001405b', lun: 1, vendor: 'LIO-ORG', serial: 'b', sizeBytes: 1024 ** 4 }),
    ]);
  });

  test('of adapters come with their position, and the adapters with their names on the fabric', () => {
    const payload = `${HEAD}<Devlist><BlockDevice><path>/dev/sdb [sdc]</path><numpaths>2</numpaths><SCSIid>3600a</SCSIid><vendor>DGC</vendor>
      <serial>s1</serial><size>1073741824</size><adapter>host4</adapter><channel>0</channel><id>0</id><lun>3</lun><hba>qla2xxx</hba></BlockDevice>
      <Adapter><host>host4</host><name>qla2xxx</name><manufacturer>QLogic</manufacturer><id>4</id>
      <fc_host><node_name>0x20</node_name><port_name>0x21</port_name><port_state>Online</port_state><speed>8 Gbit</speed></fc_host></Adapter></Devlist>`;
    expect(readDevices(payload)).toEqual({
      devices: [{ scsiId: '3600a', lun: 3, vendor: 'DGC', serial: 's1', sizeBytes: 1024 ** 3, path: '/dev/sdb', paths: 2, position: 'host4:0:0:3' }],
      adapters: [{ host: 'host4', name: 'qla2xxx', maker: 'QLogic', portName: '0x21', nodeName: '0x20', state: 'Online', speed: '8 Gbit' }],
    });
  });

  test('two that look alike stay two', () => {
    const one = '<LUN><serial>s</serial><size>1</size><SCSIid>a</SCSIid></LUN>';
    expect(readDevices(`<iscsi-target>${one}${one.replace('>a<', '>b<')}</iscsi-target>`)?.devices.map(({ scsiId }) => scsiId)).toEqual(['a', 'b']);
  });
});

describe('repositories on what was looked at', () => {
  const uuid = '1d2c7a9e-0000-4000-8000-00000000abcd';

  test('are read with their names and the versions the server speaks', () => {
    const answer = `<SRlist><SR><UUID>\n\t${uuid.toUpperCase()}</UUID><size>10</size><name_label>a &amp; b &#x41;</name_label>
      <pool_metadata_detected>True</pool_metadata_detected></SR><SR><UUID>not one</UUID></SR>
      <SupportedVersions><Version>3</Version><Version>4.1</Version></SupportedVersions></SRlist>`;
    expect(readRepositories(answer)).toEqual({
      repositories: [{ uuid, name: 'a & b A', description: undefined, sizeBytes: 10, hasPoolMetadata: true }],
      versions: ['3', '4.1'],
    });
  });

  test('come out of the value a task wraps them in, escaped or not', () => {
    const escaped = `<value>&lt;SRlist&gt;&lt;SR&gt;&lt;UUID&gt;${uuid}&lt;/UUID&gt;&lt;/SR&gt;&lt;/SRlist&gt;</value>`;
    const plain = `<value><SRlist><SR><UUID>${uuid}</UUID></SR></SRlist></value>`;
    const named = `<value><string>&lt;SRlist/&gt;</string></value>`;
    expect([escaped, plain, named].map((answer) => readRepositories(answer)?.repositories.length)).toEqual([1, 1, 0]);
  });

  test('of an answer that is no such document are unknown, never none', () => {
    expect(['', 'oops', '<SRlist>', '<Other/>'].map(readRepositories)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

test('a size is bytes or has a unit; anything else is none', () => {
  expect(['12', '2kb', '1.5 GB', '3mb', '', 'huge', '-1', '9'.repeat(30)].map(readSize)).toEqual([
    12,
    2048,
    1.5 * 1024 ** 3,
    3 * 1024 ** 2,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('whatever comes over the network, the readers answer', () => {
  const fragments = array(
    oneof(constantFrom('<SRlist>', '</SRlist>', '<LUN>', '</LUN>', '<a b="<">', '&#9999999;', '<![CDATA[', ']]>', '<!--', '/>'), string()),
  );
  assert(
    property(fragments, (parts) => {
      const text = parts.join('');
      for (const read of [readXml, readExports, readTargets, readDevices, readRepositories]) expect(() => read(text)).not.toThrow();
    }),
  );
});

describe('documents of drivers that are cut off, doubled or swollen', () => {
  const documents = [
    '<iscsi-target-iqns><TGT><IPAddress>10.0.0.5</IPAddress><TargetIQN>iqn.2003-01.org.example:a</TargetIQN></TGT></iscsi-target-iqns>',
    '<iscsi-target><LUN><vendor>V</vendor><LUNid>1</LUNid><size>5</size><SCSIid>36a</SCSIid></LUN></iscsi-target>',
    '<Devlist><BlockDevice><path>/dev/sdb</path><SCSIid>36a</SCSIid><lun>1</lun></BlockDevice><Adapter><host>host4</host></Adapter></Devlist>',
    '<nfs-exports><Export><Target>a</Target><Path>/a</Path><Accesslist>*</Accesslist></Export></nfs-exports>',
    '<SRlist><SR><UUID>1d2c7a9e-0000-4000-8000-00000000abcd</UUID></SR><SupportedVersions><Version>3</Version></SupportedVersions></SRlist>',
  ];
  const readers = [readExports, readTargets, readDevices, readRepositories];

  test('cut off anywhere, none of them is taken for one that lists nothing', () => {
    assert(
      property(constantFrom(...documents), integer({ min: 1, max: 200 }), (document, cut) => {
        const text = document.slice(0, Math.max(1, document.length - cut));
        for (const read of readers) expect(read(text)).toBeUndefined();
      }),
    );
  });

  test('with a byte changed or a part doubled, what is read is a list of whole things or nothing', () => {
    assert(
      property(constantFrom(...documents), nat(400), string({ maxLength: 3 }), nat(60), (document, where, put, length) => {
        const at = where % document.length;
        const text = document.slice(0, at) + put + document.slice(at, at + length) + document.slice(at);
        const devices = readDevices(text)?.devices ?? [];
        expect(devices.every(({ sizeBytes = 0, lun = 0 }) => Number.isSafeInteger(sizeBytes) && Number.isSafeInteger(lun))).toBe(true);
        for (const { path } of readExports(text) ?? []) expect(path.startsWith('/')).toBe(true);
        for (const { port, name } of readTargets(text) ?? []) expect([Number.isSafeInteger(port), name === '']).toEqual([true, false]);
        for (const { uuid } of readRepositories(text)?.repositories ?? []) expect(uuid).toMatch(/^[\da-f-]{36}$/);
      }),
    );
  });

  test('elements in any case, in any order and with attributes are read', () => {
    const text = '<ISCSI-TARGET a="1"><lun><SCSIID>36a</SCSIID><Size unit="b">7</Size><LunId>3</LunId><new>x</new></lun></ISCSI-TARGET>';
    expect(readDevices(text)?.devices).toMatchObject([{ scsiId: '36a', sizeBytes: 7, lun: 3 }]);
  });
});

test('a LUN of hundreds is found by any part of what is known of it', () => {
  const devices = Array.from({ length: 512 }, (_, lun) => ({ scsiId: `3600${lun.toString(16)}`, lun, vendor: 'DGC', serial: `S${lun}` }));
  const found = (text: string) => devicesWith(devices, text).map(({ lun }) => lun);
  expect([found('').length, found('s417'), found('dgc lun 511'), found('nothing')]).toEqual([512, [417], [511], []]);
});
