import { formatGeneral } from './number-text.ts';

/** A value as it stands in a message, before anyone knows what type the call wants. */
export type RpcValue =
  | { readonly is: 'null' }
  | { readonly is: 'bool'; readonly value: boolean }
  | { readonly is: 'int'; readonly value: bigint }
  | { readonly is: 'int32'; readonly value: number }
  | { readonly is: 'float'; readonly value: number }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'datetime'; readonly value: string }
  /** Decoded; one character per byte as byte-text.ts has it. */
  | { readonly is: 'base64'; readonly value: string }
  | { readonly is: 'array'; readonly items: readonly RpcValue[] }
  | { readonly is: 'struct'; readonly members: readonly RpcMember[] };

export type RpcMember = readonly [name: string, value: RpcValue];

export const NULL: RpcValue = { is: 'null' };

export function rpcString(value: string): RpcValue {
  return { is: 'string', value };
}

/** The first of several members with one name counts. */
export function memberOf(members: readonly RpcMember[], name: string): RpcValue | undefined {
  return members.find(([key]) => key === name)?.[1];
}

/** The notation the real server uses for a value in its error texts. */
export function describeValue(value: RpcValue): string {
  switch (value.is) {
    case 'null':
      return 'N';
    case 'bool':
      return `B(${value.value})`;
    case 'int':
      return `I(${value.value})`;
    case 'int32':
      return `I32(${value.value})`;
    case 'float':
      return `F(${formatGeneral(value.value, 6)})`;
    case 'string':
      return `S(${value.value})`;
    case 'datetime':
      return `D(${value.value})`;
    case 'base64':
      return `B64(${value.value})`;
    case 'array':
      return `[${value.items.map(describeValue).join(';')}]`;
    case 'struct':
      return `{${value.members.map(([name, member]) => `${name}:${describeValue(member)}`).join(';')}}`;
  }
}
