/** Dialogs that a command can open; renderer/app knows what each of them is. */
export type DialogName =
  | 'rename'
  | 'describe'
  | 'tags'
  | 'folder'
  | 'migrate'
  | 'start-on'
  | 'resume-on'
  | 'vm-copy'
  | 'vm-delete'
  | 'new-storage'
  | 'shortcuts'
  | 'settings'
  | 'saved-servers'
  | 'host-ways';
