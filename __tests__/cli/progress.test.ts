import { spawnSync } from 'node:child_process';
import { withProgress } from '../../cli/progress';
import { ROOT } from '../support/lakehouse-program';
import { programEnvironment } from '../support/program-environment';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

/** What is said on stderr while some work takes its time, on a terminal or not. */
async function said(milliseconds: number, isTTY: boolean): Promise<string> {
  jest.useFakeTimers();
  const before = process.stderr.isTTY;
  let text = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  process.stderr.isTTY = isTTY;
  try {
    const work = withProgress('running main', async () => {
      await new Promise((done) => setTimeout(done, milliseconds));
      return 7;
    });
    await jest.advanceTimersByTimeAsync(milliseconds);
    expect(await work).toBe(7);
    return text;
  } finally {
    process.stderr.isTTY = before;
    jest.useRealTimers();
  }
}

describe('progress', () => {
  it('is not spoken of within a second', async () => {
    expect(await said(900, true)).toBe('');
    expect(await said(900, false)).toBe('');
  });

  it('is a line that goes away where somebody watches, and one line elsewhere', async () => {
    expect(await said(2500, true)).toBe('\rrunning main … 1 s\rrunning main … 2 s\r\u001b[K');
    expect(await said(2500, false)).toBe('running main …\n');
  });
});

it('is a line of its own thread for work that leaves the process no time', () => {
  const script = `
    const { withProgressBeside } = require('./cli/progress');
    const work = (ms) => () => { const end = Date.now() + ms; while (Date.now() < end); };
    withProgressBeside('loading quickly', work(300))
      .then(() => withProgressBeside('loading slowly', work(3000)))
      .then(() => console.log('done'));`;
  const program = spawnSync(process.execPath, ['-r', 'ts-node/register', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
    env: programEnvironment(folder.path),
  });
  expect([program.stdout, program.stderr]).toEqual(['done\n', 'loading slowly …\n']);
});
