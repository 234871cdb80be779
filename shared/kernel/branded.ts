declare const brand: unique symbol;

/** A string that only counts as `Name` where it was made as one: a HostRef is not a VmRef. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
