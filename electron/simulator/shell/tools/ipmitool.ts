import { entry, text } from '#simulator/world/fields.ts';
import type { SimHost } from '#simulator/world/world.ts';
import type { Work } from '#simulator/world/process.ts';
import { hostRow } from '../host-files/facts.ts';
import { optionsOf } from '../options.ts';
import type { Process, Tool } from '../process.ts';

const NOT_ESTABLISHED = 'Error: Unable to establish IPMI v2 / RMCP+ session\n';
const SILENCE_MS = 20_000;

/** The machine's own management controller, or by the network that of another one. */
export const ipmitool: Tool = (process) => {
  const options = optionsOf(process.args, 'I H U P L');
  const address = options.value('H');
  return address === undefined ? own(process, options.operands.join(' ')) : remote(process, { address, verb: options.operands.join(' ') });
};

function own(process: Process, verb: string): number {
  const { host } = process.machine;
  if (verb.startsWith('lan print')) {
    const last = host.address.split('.').at(-1)?.replace(/:.*/, '') ?? '1';
    process.out(
      `Set in Progress         : Set Complete\nIP Address Source       : Static Address\nIP Address              : ${controllerOf(host) ?? `192.168.30.${last}`}\nSubnet Mask             : 255.255.255.0\nMAC Address             : 90:b1:1c:00:00:01\n`,
    );
  }
  if (verb.startsWith('sel') && host.dom0.hardware.correctedErrors > 0)
    process.out('   1 | 06/09/2026 | 10:11:12 | Memory #0x53 | Correctable ECC | Asserted\n');
  if (verb.startsWith('mc info')) process.out('Device ID                 : 32\nFirmware Revision         : 4.40\nIPMI Version              : 2.0\n');
  if (verb.startsWith('sdr'))
    process.out(
      'Inlet Temp       | 04h | ok  |  7.1 | 23 degrees C\nFan1A            | 30h | ok  |  7.1 | 5880 RPM\nPS1 Status       | 85h | ok  | 10.1 | Presence detected\n',
    );
  return 0;
}

function controllerOf(host: SimHost): string | undefined {
  return entry(hostRow(host), 'power_on_config', 'power_on_ip');
}

/** A controller has power of its own: it answers while its machine is off. */
function* remote(process: Process, { address, verb }: { readonly address: string; readonly verb: string }): Work<number> {
  const options = optionsOf(process.args, 'I H U P L');
  const machine = process.machine.world.hosts.find((host) => controllerOf(host) === address);
  if (machine === undefined || machine.dom0.hardware.isControllerSilent) {
    yield SILENCE_MS;
    process.err(NOT_ESTABLISHED);
    return 1;
  }
  const password = options.has('E') ? process.environment('IPMI_PASSWORD') : undefined;
  const config = hostRow(machine);
  const isRight = options.value('U') === entry(config, 'power_on_config', 'power_on_user') && password === secretOf(machine);
  if (!isRight) {
    process.err(`RAKP 2 HMAC is invalid\n${NOT_ESTABLISHED}`);
    return 1;
  }
  if (verb !== 'chassis power status') {
    process.err(`Invalid command: ${verb}\n`);
    return 1;
  }
  process.out(`Chassis Power is ${machine.power === 'off' ? 'off' : 'on'}\n`);
  return 0;
}

function secretOf(host: SimHost): string | undefined {
  const { pool } = host;
  const uuid = entry(hostRow(host), 'power_on_config', 'power_on_password_secret');
  const ref = uuid === undefined ? undefined : pool.database.refByUuid('secret', uuid);
  return ref === undefined ? undefined : text(pool.database.get('secret', ref), 'value');
}
