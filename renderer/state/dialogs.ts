/** Dialogs that a command can open; renderer/app knows what each of them is. */
export type DialogName = 'rename' | 'describe' | 'tags' | 'folder' | 'migrate' | 'shortcuts' | 'settings' | 'saved-servers';
