import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './ground.mjs';

/**
 * Runs a program in the foreground and answers its exit code; a signal to us is passed on to it.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    const stopPassingOn = passSignalsTo(child);
    child.once('error', (error) => {
      stopPassingOn();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopPassingOn();
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/**
 * Runs a program and answers its exit code and what it printed, both streams in one.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runAndCapture(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
export function passSignalsTo(child) {
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  function pass(signal) {
    // Ctrl-C in a terminal reaches the child by itself; a second one would cut its clean-up short.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  }
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}
