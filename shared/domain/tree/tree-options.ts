/** What a person wants to see beside the ordinary. */
export interface TreeOptions {
  readonly hidden: boolean;
  readonly defaultTemplates: boolean;
  readonly userTemplates: boolean;
  /** Storage of one host. */
  readonly localStorage: boolean;
}

export const ordinaryOptions: TreeOptions = { hidden: false, defaultTemplates: false, userTemplates: true, localStorage: true };

export type TreeViewName = 'infrastructure' | 'types' | 'organization' | 'searches';
