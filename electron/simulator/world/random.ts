/** Seeded randomness: the same seed gives the same data centre, byte for byte. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  below(limit: number): number;
  uuid(): string;
  ref(): string;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function word(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  function uuid(): string {
    const hex = [word(), word(), word(), word()].map((part) => part.toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  return {
    next: () => word() / 0x1_0000_0000,
    below: (limit) => Math.floor((word() / 0x1_0000_0000) * limit),
    uuid,
    ref: () => `OpaqueRef:${uuid()}`,
  };
}
