const ORPHAN_CHECK_MS = 1000;

/**
 * Ends this process with the npm that started it. npm passes a signal to its shell, and the shell dies of it without
 * telling anyone: losing it is how the end is noticed.
 */
export function endWithStarter() {
  const starter = process.ppid;
  setInterval(() => {
    if (process.ppid !== starter) process.kill(process.pid, 'SIGTERM');
  }, ORPHAN_CHECK_MS).unref();
}
