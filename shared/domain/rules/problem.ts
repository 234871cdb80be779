import type { HeartbeatObstacle } from '#shared/domain/ha/heartbeat.ts';
import type { JoinCell } from '#shared/domain/joining/cell.ts';
import type { PreconditionId } from '#shared/domain/diagnosis/offer.ts';
import type { EditableClass } from '#shared/domain/operations/request.ts';
import type { DriverFeature } from '#shared/domain/storage/driver-can.ts';

/** What may be missing on a host that a running VM needs there. */
export type Resource = 'storage' | 'network';

/** Why something cannot be done now: facts, for which shared/text has the words. */
export type Problem =
  | { readonly rule: 'not-there' }
  | { readonly rule: 'server-not-live' }
  /** Read from a file: there is nobody to change it. */
  | { readonly rule: 'only-a-picture' }
  /** The diagnosis does not offer this repair, or no more. */
  | { readonly rule: 'not-offered' }
  /** What it needs does not hold, as far as the machine can say. */
  | { readonly rule: 'not-proven'; readonly condition: PreconditionId }
  /** Another machine answers where the host should be. */
  | { readonly rule: 'another-machine' }
  /** No way to the host works now. */
  | { readonly rule: 'not-reached' }
  | { readonly rule: 'not-permitted'; readonly call: string }
  | { readonly rule: 'is-template' }
  | { readonly rule: 'is-snapshot' }
  | { readonly rule: 'is-no-snapshot' }
  | { readonly rule: 'is-no-template' }
  /** A template that came with the product. */
  | { readonly rule: 'is-built-in' }
  | { readonly rule: 'in-appliance'; readonly appliance: string }
  | { readonly rule: 'is-control-domain' }
  | { readonly rule: 'wrong-power-state'; readonly power: string; readonly needs: readonly string[] }
  /** Somebody's operation is under way on it, by the server's name for it. */
  | { readonly rule: 'busy'; readonly operation: string }
  /** One of ours is under way on the same object. */
  | { readonly rule: 'being-changed' }
  /** An administrator has forbidden it, with the words they left. */
  | { readonly rule: 'blocked'; readonly operation: string; readonly reason: string }
  | { readonly rule: 'no-guest-tools' }
  /** Servers of this release cannot have a guest write out everything first. */
  | { readonly rule: 'quiescing-removed' }
  /** Its guest tools do not offer it. */
  | { readonly rule: 'guest-cannot-quiesce' }
  | { readonly rule: 'host-not-live'; readonly host: string }
  | { readonly rule: 'host-disabled'; readonly host: string }
  | { readonly rule: 'host-is-busy'; readonly host: string; readonly operation: string }
  | { readonly rule: 'already-on-host'; readonly host: string }
  | { readonly rule: 'not-enough-memory'; readonly host: string; readonly needBytes: number; readonly freeBytes: number }
  | { readonly rule: 'not-on-host'; readonly what: Resource; readonly name: string; readonly host: string }
  /** Its version, and the one the machine runs on now. */
  | { readonly rule: 'host-too-old'; readonly host: string; readonly version: string; readonly needs: string }
  | { readonly rule: 'other-processor'; readonly host: string; readonly why: 'vendor' | 'features' }
  | { readonly rule: 'not-enough-processors'; readonly host: string; readonly needs: number; readonly has: number }
  | { readonly rule: 'no-virtualisation'; readonly host: string }
  /** No host can take it; why follows for each. */
  | { readonly rule: 'no-host-fits' }
  /** A passed-through device or a virtual graphics card ties it to where it is. */
  | { readonly rule: 'tied-to-hardware' }
  /** One of its network cards is a part of a card of its host. */
  | { readonly rule: 'on-shared-card'; readonly network: string }
  /** What it runs, or how it is set up, forbids to move or freeze it. */
  | { readonly rule: 'immobile' }
  /** A disk forgets at every start, so freezing it would be of no use. */
  /** Hosts could take it, but not beside the others that go there. */
  | { readonly rule: 'no-room-beside'; readonly needBytes: number }
  | { readonly rule: 'host-is-live'; readonly host: string }
  | { readonly rule: 'ha-restarts-it' }
  | { readonly rule: 'disk-shared'; readonly disk: string; readonly by: string }
  | { readonly rule: 'sr-too-full'; readonly sr: string; readonly needBytes: number; readonly freeBytes: number }
  | { readonly rule: 'disk-resets-on-boot'; readonly disk: string }
  | { readonly rule: 'no-suspend-image' }
  /** Neither the machine, nor the pool, nor the host names a repository for it that is connected there. */
  | { readonly rule: 'no-suspend-storage'; readonly host: string }
  | { readonly rule: 'no-such-property'; readonly class: EditableClass }
  | { readonly rule: 'empty-name' }
  | { readonly rule: 'bad-folder' }
  | { readonly rule: 'bad-field-name' }
  | { readonly rule: 'unchanged' }
  | { readonly rule: 'ha-on' }
  /** What is to be changed is what HA relies on. */
  | { readonly rule: 'ha-must-be-off' }
  | { readonly rule: 'ha-off' }
  /** Its licence, by the host that says so. */
  | { readonly rule: 'ha-not-licensed'; readonly host: string }
  | { readonly rule: 'pool-upgrading' }
  | { readonly rule: 'every-host-needed'; readonly host: string }
  /** A network card that must never be unplugged is. */
  | { readonly rule: 'card-unplugged'; readonly host: string; readonly device: string }
  | { readonly rule: 'no-heartbeat-on'; readonly name: string; readonly why: HeartbeatObstacle }
  | { readonly rule: 'not-agile'; readonly vm: string; readonly why: 'storage' | 'network' | 'device' }
  | { readonly rule: 'plan-would-break'; readonly failures: number; readonly most: number }
  | { readonly rule: 'task-ended' }
  | { readonly rule: 'nothing-chosen' }
  | { readonly rule: 'sr-name-taken'; readonly name: string }
  | { readonly rule: 'no-storage-driver'; readonly type: string }
  | { readonly rule: 'needs-cluster' }
  | { readonly rule: 'no-cluster-licence' }
  | { readonly rule: 'master-out-of-cluster'; readonly host: string }
  /** The LUN belongs to another repository of the pool. */
  | { readonly rule: 'device-in-use'; readonly sr: string }
  | { readonly rule: 'sr-only-detached'; readonly sr: string }
  | { readonly rule: 'sr-there-already'; readonly sr: string }
  /** No host knows any more how to reach it. */
  | { readonly rule: 'sr-without-config' }
  | { readonly rule: 'sr-not-connected' }
  /** Drives of a host, or the discs every host brings with it. */
  | { readonly rule: 'sr-belongs-to-host' }
  | { readonly rule: 'sr-used-by'; readonly vms: readonly string[] }
  | { readonly rule: 'sr-holds-heartbeat' }
  | { readonly rule: 'sr-not-empty'; readonly disks: number }
  | { readonly rule: 'sr-indestructible' }
  | { readonly rule: 'sr-holds-no-disks' }
  | { readonly rule: 'sr-not-shared' }
  | { readonly rule: 'sr-cannot-trim' }
  | { readonly rule: 'driver-cannot'; readonly sr: string; readonly feature: DriverFeature }
  /** Its repository no longer holds it. */
  | { readonly rule: 'disk-missing' }
  | { readonly rule: 'disk-lies-there' }
  /** What disks have in common that grew from it. */
  | { readonly rule: 'disk-is-base' }
  /** Kept by the server for itself. */
  | { readonly rule: 'disk-of-server' }
  /** The memory of a machine that is suspended. */
  | { readonly rule: 'disk-is-memory'; readonly vm: string }
  | { readonly rule: 'disk-in-use'; readonly vms: readonly string[] }
  /** Other machines have it, running or not. */
  | { readonly rule: 'disk-of-others'; readonly vms: readonly string[] }
  | { readonly rule: 'disk-read-only' }
  | { readonly rule: 'disk-only-grows'; readonly sizeBytes: number }
  | { readonly rule: 'disk-tracks-changes' }
  /** It is reset at every start of its machine. */
  | { readonly rule: 'disk-forgets'; readonly disk: string }
  | { readonly rule: 'bad-size' }
  /** Something that was chosen for it is gone by now. */
  | { readonly rule: 'part-gone' }
  | { readonly rule: 'bad-processors'; readonly vcpus: number; readonly coresPerSocket: number }
  | { readonly rule: 'bad-memory' }
  | { readonly rule: 'processors-beyond'; readonly most: number }
  | { readonly rule: 'bad-weight'; readonly least: number; readonly most: number }
  /** Its limits do not rise one after the other. */
  | { readonly rule: 'memory-order' }
  | { readonly rule: 'bad-boot-order' }
  | { readonly rule: 'bad-multiplier' }
  | { readonly rule: 'needs-uefi' }
  | { readonly rule: 'config-too-long' }
  | { readonly rule: 'bad-mac'; readonly mac: string }
  | { readonly rule: 'mac-twice' }
  | { readonly rule: 'mac-in-use'; readonly mac: string; readonly vm: string }
  | { readonly rule: 'position-taken'; readonly position: string }
  | { readonly rule: 'not-unpluggable' }
  | { readonly rule: 'bad-position' }
  /** A guest has it open in the position where it is. */
  | { readonly rule: 'drive-active' }
  | { readonly rule: 'bad-priority'; readonly least: number; readonly most: number }
  | { readonly rule: 'no-disc-drive' }
  | { readonly rule: 'is-no-disc' }
  | { readonly rule: 'no-free-card' }
  | { readonly rule: 'bad-limit' }
  | { readonly rule: 'bad-address'; readonly address: string }
  | { readonly rule: 'no-host-reaches-both'; readonly vm: string; readonly names: readonly string[] }
  | { readonly rule: 'network-name-taken'; readonly name: string }
  | { readonly rule: 'bad-mtu'; readonly least: number; readonly most: number }
  | { readonly rule: 'bad-vlan-tag'; readonly least: number; readonly most: number }
  | { readonly rule: 'vlan-in-use'; readonly device: string; readonly tag: number; readonly network: string }
  | { readonly rule: 'no-such-card'; readonly device: string; readonly host: string }
  | { readonly rule: 'card-is-bonded'; readonly device: string; readonly host: string }
  | { readonly rule: 'card-is-bond'; readonly device: string }
  /** Its card or its firmware has no SR-IOV. */
  | { readonly rule: 'card-not-shareable'; readonly device: string; readonly host: string }
  | { readonly rule: 'card-is-shared'; readonly device: string; readonly host: string }
  /** All hosts enter such a network over the same model. */
  | { readonly rule: 'cards-differ'; readonly device: string; readonly models: readonly string[] }
  | { readonly rule: 'no-sriov-licence' }
  /** Tagged networks stand on it. */
  | { readonly rule: 'network-carries-tags'; readonly networks: readonly string[] }
  | { readonly rule: 'bond-size'; readonly least: number; readonly most: number }
  /** The bond takes over the address of its members, and has room for one. */
  | { readonly rule: 'two-addresses'; readonly host: string }
  | { readonly rule: 'hashing-needs-lacp' }
  | { readonly rule: 'host-has-no-way'; readonly host: string }
  | {
      readonly rule: 'bad-host-address';
      readonly host: string;
      readonly what: 'address' | 'netmask' | 'gateway' | 'dns' | 'ipv6';
      readonly typed: string;
    }
  /** Somebody has it already, as far as is known, or answered for it. */
  | { readonly rule: 'address-taken'; readonly address: string; readonly by: string }
  | { readonly rule: 'bad-target'; readonly typed: string }
  /** The storage address would take the place of the one the host is managed by. */
  | { readonly rule: 'card-carries-management'; readonly device: string }
  | { readonly rule: 'gateway-outside'; readonly host: string; readonly gateway: string }
  /** Another network of the host has addresses of the same subnet, so answers would leave by the wrong one. */
  | { readonly rule: 'subnets-overlap'; readonly host: string; readonly network: string }
  | { readonly rule: 'management-needs-address'; readonly host: string }
  | { readonly rule: 'all-plugged' }
  | { readonly rule: 'no-address-there'; readonly host: string }
  | { readonly rule: 'other-family-there'; readonly host: string; readonly has: 'IPv4' | 'IPv6'; readonly needs: 'IPv4' | 'IPv6' }
  /** Whoever cuts it off by mistake cannot get at it any more. */
  | { readonly rule: 'no-second-way'; readonly host: string }
  /** There is one, and it did not lead there when it was tried. */
  | { readonly rule: 'second-way-fails'; readonly host: string; readonly address: string; readonly over?: string | undefined }
  /** Nothing on the host would take the change back. */
  | { readonly rule: 'not-armed'; readonly host: string }
  | { readonly rule: 'network-has-no-bond' }
  /** What a network is for is written on interfaces that have an address there. */
  | { readonly rule: 'no-address-for-storage' }
  | { readonly rule: 'network-of-system' }
  | { readonly rule: 'network-of-card'; readonly device: string }
  | { readonly rule: 'network-used-by'; readonly vms: readonly string[] }
  | { readonly rule: 'network-carries'; readonly host: string; readonly what: 'management' | 'address' }
  /** What a look at both sides found against a join. */
  | { readonly rule: 'cannot-join'; readonly host: string; readonly cell: JoinCell }
  /** The pool's password is not known here, and a host needs it to join. */
  | { readonly rule: 'password-unknown' }
  | { readonly rule: 'is-master'; readonly host: string }
  | { readonly rule: 'already-master'; readonly host: string }
  | { readonly rule: 'every-host-answers' }
  | { readonly rule: 'vms-on-host'; readonly host: string; readonly vms: readonly string[] }
  | { readonly rule: 'cannot-leave'; readonly host: string; readonly vms: readonly string[] }
  | { readonly rule: 'no-other-host' }
  /** Hosts restart, and nobody would know where these run. */
  | { readonly rule: 'vms-running'; readonly vms: readonly string[] }
  /** With HA on only what it protects may be moved away. */
  | { readonly rule: 'not-protected' }
  | { readonly rule: 'not-in-maintenance'; readonly host: string }
  | { readonly rule: 'host-answers'; readonly host: string }
  | { readonly rule: 'no-power-on'; readonly host: string }
  | { readonly rule: 'bad-iqn' }
  /** The pool's hosts switch packets by another means. */
  | { readonly rule: 'needs-open-vswitch' }
  /** Hosts that have no address there, so no VM could move over it. */
  | { readonly rule: 'no-address-in'; readonly network: string; readonly hosts: readonly string[] }
  /** Nobody said in which network it is to be. */
  | { readonly rule: 'card-without-network'; readonly mac: string }
  /** The other pool knows a machine by its identity. */
  | { readonly rule: 'vm-there-already'; readonly pool: string };
