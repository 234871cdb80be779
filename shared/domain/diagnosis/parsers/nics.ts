import type { Nic, NicDetail } from '../sight-network.ts';
import { claimOf, linesOf, numberIn, orNothing, partsOf } from './lines.ts';

/** No line at all: the machine has no physical card any more, which is an answer too. */
export function parseNics(raw: string): readonly Nic[] | undefined {
  const nics = linesOf(raw).flatMap(nicIn);
  return nics.length === 0 && raw.trim() !== '' ? undefined : nics;
}

function nicIn(line: string): readonly Nic[] {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  const fields = new Map(rest.flatMap(fieldOf));
  const mac = fields.get('mac');
  if (mac === undefined || name.includes('=')) return [];
  const word = (key: string): string | undefined => orNothing(fields.get(key));
  const figure = (key: string): number | undefined => numberIn(fields.get(key));
  const speed = figure('speed');
  return [
    {
      name,
      oper: word('oper') ?? 'unknown',
      // Empty while the card is switched off: the kernel refuses to say.
      hasCarrier: claimOf(word('carrier'), '1'),
      speedMbps: speed !== undefined && speed > 0 ? speed : undefined,
      duplex: word('duplex'),
      mac: mac.toLowerCase(),
      mtu: figure('mtu') ?? 0,
      carrierChanges: figure('changes'),
      driver: word('drv'),
      pci: word('pci'),
      rxErrors: figure('rxerr'),
      crcErrors: figure('crc'),
      txErrors: figure('txerr'),
      rxBytes: figure('rxb'),
      txBytes: figure('txb'),
      line,
    },
  ];
}

function fieldOf(field: string): [string, string][] {
  const at = field.indexOf('=');
  return at < 1 ? [] : [[field.slice(0, at), field.slice(at + 1)]];
}

export function parseEthtool(raw: string): readonly NicDetail[] | undefined {
  const details = [...partsOf(raw)]
    .filter(([name]) => name !== '')
    .map(([name, part]): NicDetail => {
      const after = (label: string): string | undefined => new RegExp(`^\\s*${label}:\\s*(.*?)\\s*$`, 'm').exec(part)?.[1];
      const detected = after('Link detected');
      return {
        name,
        speed: after('Speed'),
        duplex: after('Duplex'),
        isLinkDetected: detected === undefined ? undefined : detected.startsWith('yes'),
        ports: after('Supported ports')?.replace(/^\[\s*|\s*\]$/g, ''),
        driver: after('driver'),
        firmware: orNothing(after('firmware-version')),
      };
    });
  return details.length === 0 ? undefined : details;
}
