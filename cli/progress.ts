/** Work that takes less is not spoken of. */
const QUIET_MS = 1000;

/**
 * Says on stderr what takes over a second: once, and where somebody watches, for how long already, in a line that goes away at the end.
 *
 * @param what what is done, such as `synthesizing main.ts`.
 * @param work does it; it has to leave the process time, as a child process or an engine does.
 */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const { stderr } = process;
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    if (stderr.isTTY) stderr.write(`\r${what} … ${seconds} s`);
    else if (seconds === 1) stderr.write(`${what} …\n`);
  }, QUIET_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (stderr.isTTY && seconds > 0) stderr.write('\r\u001b[K');
  }
}
