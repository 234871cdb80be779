/** What is said before there is a window, or after it has broken. */
export const shellText = {
  folderInUse: {
    title: 'Poolkeeper is running already',
    what: (folder: string, process: number) =>
      `Poolkeeper is running already with its data in ${folder} (process ${process}). Use that one, or end it first.`,
    otherFolder: 'To run a second one, give it a folder of its own with --data FOLDER.',
  },
  crashed: {
    message: 'The window of Poolkeeper stopped working.',
    detail: 'Your connections were not touched. Loading the window again shows everything as it is now.',
    reload: 'Load again',
    quit: 'Quit',
  },
} as const;
