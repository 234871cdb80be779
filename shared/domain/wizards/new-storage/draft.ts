import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostLook, HostShell } from '#shared/domain/storage/host-checks.ts';
import type { Discovery } from '#shared/domain/storage/look.ts';
import type { StorageKind } from '#shared/domain/storage/source.ts';

export const pages = ['type', 'name', 'location', 'review'] as const;
export type PageName = (typeof pages)[number];

/** What can be typed on the location page; each kind of storage shows its own. */
export type FieldName =
  | 'share'
  | 'version'
  | 'options'
  | 'target'
  | 'port'
  | 'chapUser'
  | 'chapPassword'
  | 'incomingUser'
  | 'incomingPassword'
  | 'unc'
  | 'user'
  | 'password'
  | 'host'
  | 'devices';

/** How far looking for something has come. `F` is the failure; the draft does not look into it. */
export type Looked<F> =
  | { readonly is: 'not-yet' }
  | { readonly is: 'looking' }
  | { readonly is: 'found'; readonly discovery: Discovery }
  | { readonly is: 'failed'; readonly failure: F };

/** What a look was for: each has its own place, so that what was found before stays while the next thing is looked for. */
export type LookStage = 'offers' | 'devices' | 'contents';

/** Take in what lies there, or write a new repository over it. */
export type Way = { readonly is: 'create' } | { readonly is: 'attach'; readonly uuid: string };

/** A repository of the pool that no host has a connection to: it gets them again, and nothing is ever written over. */
export interface Reattaching {
  readonly uuid: string;
  /** As the pool knows it. */
  readonly name: string;
  readonly kinds: readonly StorageKind[];
}

export interface StorageDraft<F> {
  readonly page: PageName;
  /** Undefined: it is new to the pool. */
  readonly reattaching: Reattaching | undefined;
  readonly kind: StorageKind;
  /** The driver's own name for its type; for kinds we know it follows from the kind. */
  readonly type: string;
  readonly name: string;
  readonly description: string;
  /** Until somebody types one, the description says where the storage lies. */
  readonly isDescribedByHand: boolean;
  readonly isNamedByHand: boolean;
  readonly fields: Readonly<Record<FieldName, string>>;
  /** For drivers we do not know: their own keys. */
  readonly config: Readonly<Record<string, string>>;
  readonly isShared: boolean;
  readonly iqn: string;
  readonly scsiIds: readonly string[];
  readonly looked: Readonly<Record<LookStage, Looked<F>>>;
  /** What lies on each device that was looked at, by its SCSI id; by '' for what is no device. */
  readonly contents: Readonly<Record<string, Looked<F>>>;
  readonly ways: Readonly<Record<string, Way>>;
  /** Typed to say that what lies there may go. */
  readonly eraseTyped: string;
  readonly asDefault: boolean;
  readonly hosts: ReadonlyMap<HostRef, HostLook>;
  /** Whether an administrator permits that hosts are asked over SSH as well. */
  readonly asksShells: boolean;
  readonly shells: ReadonlyMap<HostRef, HostShell>;
}

export type DraftInput<F> =
  | { readonly do: 'go'; readonly page: PageName }
  | { readonly do: 'choose-kind'; readonly kind: StorageKind; readonly type: string; readonly name: string }
  | { readonly do: 'name'; readonly text: string }
  | { readonly do: 'describe'; readonly text: string }
  | { readonly do: 'describe-by-itself' }
  | { readonly do: 'type'; readonly field: FieldName; readonly text: string }
  | { readonly do: 'configure'; readonly key: string; readonly text: string }
  | { readonly do: 'share'; readonly isShared: boolean }
  | { readonly do: 'choose-target'; readonly iqn: string }
  | { readonly do: 'choose-device'; readonly scsiId: string; readonly isOn: boolean }
  | { readonly do: 'way'; readonly device: string; readonly way: Way }
  | { readonly do: 'type-erase'; readonly text: string }
  | { readonly do: 'default'; readonly isOn: boolean }
  | { readonly do: 'looked'; readonly stage: LookStage; readonly looked: Looked<F> }
  | { readonly do: 'contents'; readonly device: string; readonly looked: Looked<F> }
  | { readonly do: 'host'; readonly host: HostRef; readonly look: HostLook }
  | { readonly do: 'ask-shells'; readonly isOn: boolean }
  | { readonly do: 'shell'; readonly host: HostRef; readonly shell: HostShell };

const NOT_YET = { is: 'not-yet' } as const;
const NOTHING_LOOKED = { offers: NOT_YET, devices: NOT_YET, contents: NOT_YET } as const;

const EMPTY_FIELDS: Readonly<Record<FieldName, string>> = {
  share: '',
  version: '',
  options: '',
  target: '',
  port: '3260',
  chapUser: '',
  chapPassword: '',
  incomingUser: '',
  incomingPassword: '',
  unc: '',
  user: '',
  password: '',
  host: '',
  devices: '',
};

export function emptyDraft<F>(start: { readonly name: string; readonly asDefault: boolean; readonly host: string }): StorageDraft<F> {
  return {
    page: 'type',
    reattaching: undefined,
    kind: 'iscsi',
    type: 'lvmoiscsi',
    name: start.name,
    description: '',
    isDescribedByHand: false,
    isNamedByHand: false,
    fields: { ...EMPTY_FIELDS, host: start.host },
    config: {},
    isShared: true,
    iqn: '',
    scsiIds: [],
    looked: NOTHING_LOOKED,
    contents: {},
    ways: {},
    eraseTyped: '',
    asDefault: start.asDefault,
    hosts: new Map(),
    asksShells: false,
    shells: new Map(),
  };
}

/** What was found says nothing any more once the question is another. */
const untested = { hosts: new Map<never, never>(), shells: new Map<never, never>() } as const;
const forgotten = { iqn: '', scsiIds: [], looked: NOTHING_LOOKED, contents: {}, ways: {}, eraseTyped: '', ...untested } as const;

/** These change how the storage is used, not where it is looked for. */
const KEEPS_FOUND = new Set<FieldName>(['options', 'incomingUser', 'incomingPassword']);

/** Whether what is being looked for, or tested, is another question from now on. */
export function endedBy(input: DraftInput<unknown>): { readonly looks: boolean; readonly tests: boolean } {
  switch (input.do) {
    case 'type':
      return { looks: !KEEPS_FOUND.has(input.field), tests: true };
    case 'choose-kind':
    case 'choose-target':
      return { looks: true, tests: true };
    case 'choose-device':
      return { looks: false, tests: true };
    default:
      return { looks: false, tests: false };
  }
}

/** As it is found again after nobody looked any more: what was on its way is not. */
export function resting<F>(draft: StorageDraft<F>): StorageDraft<F> {
  const rest = (looked: Looked<F>): Looked<F> => (looked.is === 'looking' ? NOT_YET : looked);
  const { offers, devices, contents } = draft.looked;
  return {
    ...draft,
    looked: { offers: rest(offers), devices: rest(devices), contents: rest(contents) },
    contents: Object.fromEntries(Object.entries(draft.contents).map(([device, looked]) => [device, rest(looked)])),
    hosts: new Map([...draft.hosts].filter(([, { is }]) => is !== 'looking' && is !== 'waiting')),
    shells: new Map([...draft.shells].filter(([, { is }]) => is !== 'looking')),
  };
}

export function storageDraft<F>(draft: StorageDraft<F>, input: DraftInput<F>): StorageDraft<F> {
  switch (input.do) {
    case 'go':
      return { ...draft, page: input.page };
    case 'choose-kind':
      if (input.kind === draft.kind && input.type === draft.type) return draft;
      return { ...draft, ...forgotten, kind: input.kind, type: input.type, name: draft.isNamedByHand ? draft.name : input.name };
    case 'name':
      return { ...draft, name: input.text, isNamedByHand: true };
    case 'describe':
      return { ...draft, description: input.text, isDescribedByHand: true };
    case 'describe-by-itself':
      return { ...draft, description: '', isDescribedByHand: false };
    case 'default':
      return { ...draft, asDefault: input.isOn };
    default:
      return located(draft, input);
  }
}

type LocationInput<F> = Exclude<DraftInput<F>, { do: 'go' | 'choose-kind' | 'name' | 'describe' | 'describe-by-itself' | 'default' }>;

function located<F>(draft: StorageDraft<F>, input: LocationInput<F>): StorageDraft<F> {
  switch (input.do) {
    case 'type': {
      const fields = { ...draft.fields, [input.field]: input.text };
      return KEEPS_FOUND.has(input.field) ? { ...draft, ...untested, fields } : { ...draft, ...forgotten, fields };
    }
    case 'configure':
      return { ...draft, config: { ...draft.config, [input.key]: input.text } };
    case 'share':
      return { ...draft, isShared: input.isShared };
    case 'choose-target':
      return { ...draft, ...forgotten, iqn: input.iqn, looked: { ...NOTHING_LOOKED, offers: draft.looked.offers } };
    case 'choose-device':
      return withDevice(draft, input);
    default:
      return found(draft, input);
  }
}

type FoundInput<F> = Exclude<LocationInput<F>, { do: 'type' | 'configure' | 'share' | 'choose-target' | 'choose-device' }>;

function found<F>(draft: StorageDraft<F>, input: FoundInput<F>): StorageDraft<F> {
  switch (input.do) {
    case 'way':
      return { ...draft, ways: { ...draft.ways, [input.device]: input.way }, eraseTyped: '' };
    case 'type-erase':
      return { ...draft, eraseTyped: input.text };
    case 'looked':
      return { ...draft, looked: { ...draft.looked, [input.stage]: input.looked } };
    case 'contents':
      return withContents(draft, input.device, input.looked);
    case 'host':
      return { ...draft, hosts: new Map([...draft.hosts, [input.host, input.look]]) };
    case 'ask-shells':
      return { ...draft, asksShells: input.isOn, ...(!input.isOn && { shells: new Map() }) };
    case 'shell':
      return { ...draft, shells: new Map([...draft.shells, [input.host, input.shell]]) };
    default:
      return input satisfies never;
  }
}

/** Hardware adapters show several LUNs at once, and each becomes a repository; elsewhere one is chosen. */
export function takesSeveral({ kind, reattaching }: Pick<StorageDraft<unknown>, 'kind' | 'reattaching'>): boolean {
  return kind === 'hba' && reattaching === undefined;
}

function withDevice<F>(draft: StorageDraft<F>, { scsiId, isOn }: { readonly scsiId: string; readonly isOn: boolean }): StorageDraft<F> {
  const others = takesSeveral(draft) ? draft.scsiIds.filter((known) => known !== scsiId) : [];
  return { ...draft, scsiIds: isOn ? [...others, scsiId] : others, eraseTyped: '', ...untested };
}

/** What lies there is kept unless somebody says otherwise. */
function withContents<F>(draft: StorageDraft<F>, device: string, looked: Looked<F>): StorageDraft<F> {
  const contents = { ...draft.contents, [device]: looked };
  if (looked.is !== 'found' || looked.discovery.found !== 'repositories') return { ...draft, contents };
  const [first] = looked.discovery.repositories;
  const way: Way = first === undefined || draft.kind === 'nfs' || draft.kind === 'smb' ? { is: 'create' } : { is: 'attach', uuid: first.uuid };
  return { ...draft, contents, ways: { ...draft.ways, [device]: way } };
}

/** What is there already needs no kind chosen where only one fits. */
export function pagesOf({ reattaching }: Pick<StorageDraft<unknown>, 'reattaching'>): readonly PageName[] {
  return reattaching?.kinds.length === 1 ? pages.filter((page) => page !== 'type') : pages;
}

/** Where there are no devices, what is looked at is the place itself. */
export const THE_PLACE = '';

export function devicesOf<F>({ kind, scsiIds }: Pick<StorageDraft<F>, 'kind' | 'scsiIds'>): readonly string[] {
  return kind === 'iscsi' || kind === 'hba' || kind === 'fcoe' ? scsiIds : [THE_PLACE];
}
