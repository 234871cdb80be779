import type { OperationKind } from '#shared/domain/operations/request.ts';

/** What a running operation says of itself. */
export interface Pace {
  readonly kind: OperationKind;
  /** 0 to 1. */
  readonly progress: number | undefined;
  /** When the server began with it. */
  readonly sinceMs: number | undefined;
}

/** Copies bytes at about the same rate from beginning to end; others jump, and nothing could be said of them. */
const STEADY: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'vm.relocate',
  'vm.migrate',
  'vm.copy',
  'vm.suspend',
  'vm.resume',
  'disk.move',
  'disk.copy',
]);

export function isSteady(kind: OperationKind): boolean {
  return STEADY.has(kind);
}

/** Less says nothing about the rest. */
const ENOUGH_SHARE = 0.1;
const ENOUGH_MS = 10_000;

/** How long it takes still if it goes on like that; undefined while nobody can say. */
export function timeLeftMs({ kind, progress, sinceMs }: Pace, nowMs: number): number | undefined {
  if (!STEADY.has(kind) || progress === undefined || sinceMs === undefined) return undefined;
  const tookMs = nowMs - sinceMs;
  if (progress < ENOUGH_SHARE || progress >= 1 || tookMs < ENOUGH_MS) return undefined;
  return (tookMs / progress) * (1 - progress);
}
