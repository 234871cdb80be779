/** What somebody has decided while hosts are being chosen for a pool. */
export interface JoinDraft {
  /** The pool's server; or of a new pool the host that becomes its master. */
  readonly target: string;
  readonly isNew: boolean;
  readonly name: string;
  readonly description: string;
  /** Hosts that are not to join although they could, or were never wanted. */
  readonly left: readonly string[];
  readonly isForced: boolean;
  readonly onlyProblems: boolean;
}

export function joinDraft(target: string, isNew: boolean): JoinDraft {
  return { target, isNew, name: '', description: '', left: [], isForced: false, onlyProblems: false };
}

export function choosing(draft: JoinDraft, candidate: string, isWanted: boolean): JoinDraft {
  const others = draft.left.filter((server) => server !== candidate);
  return { ...draft, left: isWanted ? others : [...others, candidate] };
}
