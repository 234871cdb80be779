/** In the order menus show them. */
export const commandGroups = ['power', 'move', 'pool', 'storage', 'network', 'disk', 'data', 'open', 'properties', 'view', 'app'] as const;
export type CommandGroup = (typeof commandGroups)[number];
