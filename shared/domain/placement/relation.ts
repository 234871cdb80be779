/** Who belongs to whom, in both directions. */
export interface Relation<Member, Owner> {
  ownerOf(member: Member): Owner | undefined;
  membersOf(owner: Owner): readonly Member[];
  /** `null` is to belong to nobody. */
  put(member: Member, owner: Owner | null): void;
}

const none: readonly never[] = [];

/** Lists, because most have one or two members; they grow in place, because a disc may be in every drive. */
export function createRelation<Member extends string, Owner extends string>(): Relation<Member, Owner> {
  const owners = new Map<Member, Owner>();
  const members = new Map<Owner, Member[]>();

  function leave(member: Member, owner: Owner): void {
    const list = members.get(owner) ?? [];
    const at = list.indexOf(member);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) members.delete(owner);
  }

  return {
    ownerOf: (member) => owners.get(member),
    membersOf: (owner) => members.get(owner) ?? none,
    put(member, owner) {
      const before = owners.get(member);
      if (before === (owner ?? undefined)) return;
      if (before !== undefined) leave(member, before);
      if (owner === null) return void owners.delete(member);
      owners.set(member, owner);
      const list = members.get(owner);
      if (list === undefined) members.set(owner, [member]);
      else list.push(member);
    },
  };
}
