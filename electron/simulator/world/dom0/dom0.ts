import type { NetworkReset } from './network-reset.ts';
import type { WorldClock } from '#simulator/world/clock.ts';

/** What is wrong, or was changed, in a host's control domain. Everything not said here is as the pool's records have it. */
export interface Dom0 {
  /** The world's clock, without the host's own error. */
  readonly clock: WorldClock;
  readonly network: Dom0Network;
  readonly ssh: {
    isRunning: boolean;
    /** Whether it lets those who are logged in on to other machines and sockets; connections that stand keep what they were given. */
    isForwarding: boolean;
    /** Raised when the host gets new keys. */
    keyGeneration: number;
    /** Where it differs from the pool's. */
    password: string | undefined;
  };
  /** What pool.conf says where it differs from the role the toolstack has. */
  poolConf: string | undefined;
  readonly disks: Record<'root' | 'log', { usedKib: number; isReadOnly: boolean }>;
  /** Files written or removed since the start; everything else comes from the world. */
  readonly files: Map<string, string | undefined>;
  /** Lines of /var/log, oldest first. */
  readonly log: LogLine[];
  readonly time: { source: 'synchronised' | 'unreachable' | 'stopped'; sinceMs: number };
  readonly storage: Dom0Storage;
  readonly ha: { isArmed: boolean | undefined; hasStatefile: boolean; isDaemonRunning: boolean | undefined };
  readonly memory: { availableMib: number | undefined; oomKills: number };
  readonly hardware: { correctedErrors: number; degradedRaid: boolean; isControllerSilent: boolean };
  readonly crashes: { readonly atMs: number; readonly kind: 'crash' | 'fence' | 'power' }[];
  readonly tls: { isVerifying: boolean | undefined; trustsMaster: boolean };
  /** What its master says instead of receiving it. */
  refusal: 'forgotten' | 'ahead-of-master' | undefined;
  /** It has booted since the pool last heard of it, so nothing of what the records say runs here. */
  hasLostGuests: boolean;
  /** Xapi does not answer although its process runs. */
  isXapiHung: boolean;
  /** Since when a member has not heard of its master. */
  masterLostMs: number | undefined;
  /** What a member last got of its master's database. */
  databaseCopy: { readonly generation: number; readonly atMs: number } | undefined;
  /** The network was reset, and the machine has not come up with it yet. */
  networkReset: NetworkReset | undefined;
  bootedMs: number;
  xapiStartedMs: number;
  /** Processes that were started and go on by themselves end with the boot they belong to. */
  boots: number;
}

export interface Dom0Network {
  /** By bridge: the address it really has; undefined is none. */
  readonly addresses: Map<string, { readonly ip: string; readonly prefix: number } | undefined>;
  /** The same of IPv6. */
  readonly addresses6: Map<string, { readonly ip: string; readonly prefix: number } | undefined>;
  /** What a bridge had before it was given another one, and has still, beside it; older ones first. */
  readonly besides: Map<string, readonly { readonly ip: string; readonly prefix: number }[]>;
  /** The default route: absent is as recorded, undefined is none. */
  gateway: { readonly via: string | undefined; readonly bridge: string | undefined } | 'recorded';
  readonly pulled: Set<string>;
  readonly adminDown: Set<string>;
  /** Ports whose switch puts them into another network. */
  readonly wrongVlan: Set<string>;
  readonly mtu: Map<string, number>;
  /** Ports that the firewall drops. */
  readonly blockedPorts: Set<number>;
  /** Ports in whose network the administrator's computer has an address of its own. */
  readonly besideAdmin: Set<string>;
  /** By address: another machine that answers to it, by its hardware address. */
  readonly duplicates: Map<string, string>;
  /** What the toolstack was told to use; absent is as recorded. */
  managementBridge: string | undefined;
  readonly carrierChanges: Map<string, number>;
  /** By device: the hardware address of the card that has its name now. */
  readonly renamed: Map<string, string>;
  /** Cards that are not on the bus any more. */
  readonly removed: Set<string>;
  /** Cards that were put in and are in nobody's records, by device, with their addresses. */
  readonly added: Map<string, string>;
}

interface Dom0Storage {
  /** Hardware-unaware: iSCSI portals this host has lost. */
  readonly lostPortals: Set<string>;
  /** SCSI ids with a lost path, and how many are left. */
  readonly pathsLeft: Map<string, number>;
  /** NFS servers and portals are asked through these; a name here answers nobody from this host. */
  readonly unreachableServers: Set<string>;
  readonly missingVolumes: Set<string>;
  loginRefused: boolean;
  /** Since when a server is missing. */
  sinceMs: number | undefined;
}

export type LogFile = 'xensource.log' | 'SMlog' | 'kern.log' | 'messages' | 'daemon.log' | 'xha.log';

export interface LogLine {
  readonly atMs: number;
  readonly file: LogFile;
  readonly text: string;
}

export const ROOT_KIB = 18_513_656;
export const LOG_KIB = 4_062_912;

export function freshDom0(clock: WorldClock, times: { readonly bootedMs: number; readonly xapiStartedMs: number }): Dom0 {
  return {
    clock,
    network: {
      addresses: new Map(),
      addresses6: new Map(),
      besides: new Map(),
      gateway: 'recorded',
      pulled: new Set(),
      adminDown: new Set(),
      wrongVlan: new Set(),
      mtu: new Map(),
      blockedPorts: new Set(),
      besideAdmin: new Set(),
      duplicates: new Map(),
      managementBridge: undefined,
      carrierChanges: new Map(),
      renamed: new Map(),
      removed: new Set(),
      added: new Map(),
    },
    ssh: { isRunning: true, isForwarding: true, keyGeneration: 0, password: undefined },
    poolConf: undefined,
    networkReset: undefined,
    disks: {
      root: { usedKib: Math.round(ROOT_KIB * 0.97 * 0.405), isReadOnly: false },
      log: { usedKib: Math.round(LOG_KIB * 0.97 * 0.315), isReadOnly: false },
    },
    files: new Map(),
    log: [],
    time: { source: 'synchronised', sinceMs: clock.now() },
    storage: {
      lostPortals: new Set(),
      pathsLeft: new Map(),
      unreachableServers: new Set(),
      missingVolumes: new Set(),
      loginRefused: false,
      sinceMs: undefined,
    },
    ha: { isArmed: undefined, hasStatefile: true, isDaemonRunning: undefined },
    memory: { availableMib: undefined, oomKills: 0 },
    hardware: { correctedErrors: 0, degradedRaid: false, isControllerSilent: false },
    crashes: [],
    tls: { isVerifying: undefined, trustsMaster: true },
    refusal: undefined,
    hasLostGuests: false,
    isXapiHung: false,
    databaseCopy: undefined,
    masterLostMs: undefined,
    ...times,
    boots: 0,
  };
}

/** A whole per cent of what may be used: in the middle of it, so that it is that however it is rounded. */
export function fillDisk(dom0: Dom0, disk: keyof Dom0['disks'], percent: number): void {
  dom0.disks[disk].usedKib = Math.floor((disk === 'log' ? LOG_KIB : ROOT_KIB) * 0.97 * ((percent - 0.5) / 100));
}

/** Writes a line into one of the control domain's logs, now. */
export function note(dom0: Dom0, file: LogFile, text: string): void {
  dom0.log.push({ atMs: dom0.clock.now(), file, text });
}
