import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/** Ends the work of a contender: prints the most memory that its process held, in KiB. */
export function reportPeak(): void {
  // Linux counts what a parent held before it started this process into maxRSS; the high water mark is of this program alone.
  const mark = existsSync(STATUS) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8')) : null;
  process.stdout.write(`peak-kib ${mark?.[1] ?? process.resourceUsage().maxRSS}\n`);
}
