import { Worker } from 'node:worker_threads';

/** Work that takes less is not spoken of. */
const QUIET_MS = 1000;

/** Clears the line in which somebody sees for how long something takes. */
const CLEAR = '\r\u001b[K';

/** Says a line to people while some work goes on. */
export type Say = (line: string) => void;

/**
 * Says on stderr what takes over a second: once, and where somebody watches, for how long already, in a line that goes away at the end.
 *
 * @param what what is done, such as `synthesizing main.ts`.
 * @param work does it, and may say lines of its own; it has to leave the process time, as a child process or an engine does.
 */
export async function withProgress<T>(what: string, work: (say: Say) => Promise<T>): Promise<T> {
  const { stderr } = process;
  let seconds = 0;
  const clear = (): void => {
    if (stderr.isTTY && seconds > 0) stderr.write(CLEAR);
  };
  const timer = setInterval(() => {
    seconds += 1;
    if (stderr.isTTY) stderr.write(`\r${what} … ${seconds} s`);
    else if (seconds === 1) stderr.write(`${what} …\n`);
  }, QUIET_MS);
  try {
    return await work((line) => {
      clear();
      console.error(line);
    });
  } finally {
    clearInterval(timer);
    clear();
  }
}

/** What the other thread runs: a stream of its own would wait for the thread that is at work. */
const TICKER = `
  const { writeSync } = require('node:fs');
  const { workerData: { what, isTTY, quietMs } } = require('node:worker_threads');
  let seconds = 0;
  setInterval(() => {
    seconds += 1;
    if (isTTY) writeSync(2, '\\r' + what + ' … ' + seconds + ' s');
    else if (seconds === 1) writeSync(2, what + ' …\\n');
  }, quietMs);`;

/**
 * Says the same of work that leaves the process no time, such as loading a module: from another thread.
 *
 * @param what what is done, such as `loading company.ts`.
 * @param work does it.
 */
export async function withProgressBeside<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const { isTTY } = process.stderr;
  const ticker = new Worker(TICKER, { eval: true, workerData: { what, isTTY, quietMs: QUIET_MS } });
  ticker.unref();
  // Where there is no thread to be had, the work is done without a word.
  ticker.on('error', () => undefined);
  try {
    return await work();
  } finally {
    await ticker.terminate();
    if (isTTY && performance.now() - started > QUIET_MS) process.stderr.write(CLEAR);
  }
}
