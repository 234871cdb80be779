import {
  devicePathProblem,
  nameProblem,
  optionsProblem,
  portProblem,
  shareProblem,
  targetProblem,
  type TypingProblem,
  uncProblem,
} from '#shared/domain/storage/typed.ts';
import { devicesOf, type FieldName, type StorageDraft, THE_PLACE } from './draft.ts';

/** Why the wizard does not go on yet. */
export type Hindrance =
  | { readonly rule: 'typing'; readonly field: FieldName | 'name'; readonly problem: TypingProblem }
  | { readonly rule: 'no-target-chosen' }
  | { readonly rule: 'no-device-chosen' }
  /** Nobody has looked what lies there, so nobody may write there. */
  | { readonly rule: 'contents-not-known' }
  /** What is to be attached again does not lie there. */
  | { readonly rule: 'not-what-is-wanted'; readonly wanted: string }
  | { readonly rule: 'erase-not-typed'; readonly wanted: string }
  | { readonly rule: 'no-password'; readonly field: FieldName };

type Draft = StorageDraft<unknown>;

export function nameHindrances({ name }: Draft): readonly Hindrance[] {
  const problem = nameProblem(name);
  return problem === undefined ? [] : [{ rule: 'typing', field: 'name', problem }];
}

/** What is typed, whether or not anything was found yet. */
export function typingHindrances(draft: Draft): readonly Hindrance[] {
  const { fields } = draft;
  switch (draft.kind) {
    case 'nfs':
    case 'nfs-iso':
      return typed(['share', shareProblem(fields.share)], ['options', optionsProblem(fields.options)]);
    case 'iscsi':
      return [...typed(['target', targetProblem(fields.target)], ['port', portProblem(fields.port)]), ...passwords(draft)];
    case 'smb':
    case 'smb-iso':
      return typed(['unc', uncProblem(fields.unc)]);
    case 'lvm':
    case 'ext': {
      const paths = fields.devices.split(',');
      return typed(['devices', paths.map(devicePathProblem).find((problem) => problem !== undefined)]);
    }
    default:
      return [];
  }
}

function typed(...checked: readonly (readonly [FieldName, TypingProblem | undefined])[]): readonly Hindrance[] {
  return checked.flatMap(([field, problem]) => (problem === undefined ? [] : [{ rule: 'typing', field, problem } as const]));
}

/** Drivers use a user and a password only together. */
function passwords({ fields }: Draft): readonly Hindrance[] {
  const pairs = [
    ['chapUser', 'chapPassword'],
    ['incomingUser', 'incomingPassword'],
  ] as const;
  return pairs.flatMap(([user, password]) =>
    fields[user].trim() !== '' && fields[password] === '' ? [{ rule: 'no-password', field: password }] : [],
  );
}

/** Everything the location page still lacks. */
export function locationHindrances(draft: Draft): readonly Hindrance[] {
  const typing = typingHindrances(draft);
  if (typing.length > 0) return typing;
  if (draft.kind === 'iscsi' && draft.iqn === '') return [{ rule: 'no-target-chosen' }];
  const devices = devicesOf(draft);
  if (devices.length === 0) return [{ rule: 'no-device-chosen' }];
  if (!isLookedInto(draft) && !(draft.reattaching !== undefined && isLookedBeside(draft))) return [];
  if (devices.some((device) => draft.contents[device]?.is !== 'found')) return [{ rule: 'contents-not-known' }];
  return draft.reattaching === undefined ? eraseHindrances(draft) : wantedHindrances(draft, draft.reattaching.name);
}

function wantedHindrances(draft: Draft, wanted: string): readonly Hindrance[] {
  return devicesOf(draft).every((device) => holdsWanted(draft, device) === true) ? [] : [{ rule: 'not-what-is-wanted', wanted }];
}

/** Undefined: nobody has looked, or nothing is looked for. */
export function holdsWanted({ contents, reattaching }: Draft, device: string): boolean | undefined {
  const looked = contents[device];
  if (reattaching === undefined || looked?.is !== 'found' || looked.discovery.found !== 'repositories') return undefined;
  return looked.discovery.repositories.some(({ uuid }) => uuid.toLowerCase() === reattaching.uuid.toLowerCase());
}

/** Several lie beside each other, so that creating one needs no look. */
function isLookedBeside({ kind }: Draft): boolean {
  return kind === 'nfs' || kind === 'smb';
}

/** Libraries and drivers we do not know have nothing to look for; where files lie beside each other, nothing is written over. */
function isLookedInto({ kind }: Draft): boolean {
  return kind === 'iscsi' || kind === 'hba' || kind === 'fcoe' || kind === 'lvm' || kind === 'ext';
}

/** Devices that hold something which would be written over. */
export function erased(draft: Draft): readonly string[] {
  if (!isLookedInto(draft) || draft.reattaching !== undefined) return [];
  return devicesOf(draft).filter((device) => {
    const looked = draft.contents[device];
    const holds = looked?.is === 'found' && looked.discovery.found === 'repositories' && looked.discovery.repositories.length > 0;
    return holds && draft.ways[device]?.is !== 'attach';
  });
}

/** What has to be typed before something is written over: each device, or the path of a disk. */
export function eraseWords(draft: Draft): readonly string[] {
  return erased(draft).map((device) => (device === THE_PLACE ? draft.fields.devices.trim() : device));
}

function eraseHindrances(draft: Draft): readonly Hindrance[] {
  const typed = draft.eraseTyped.trim();
  const parts = new Set(typed.split(/[\s,]+/));
  return eraseWords(draft)
    .filter((word) => word !== typed && !parts.has(word))
    .map((wanted) => ({ rule: 'erase-not-typed', wanted }));
}
