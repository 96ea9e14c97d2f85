/** What a check of this machine found. */
export interface Finding {
  /** What was looked at. */
  readonly check: string;
  /** `mend` keeps something from working; `note` does not, and may be meant so. */
  readonly status: 'ok' | 'note' | 'mend';
  /** What is there. */
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Findings as lines, their statuses coloured where a terminal shows them. */
export function findingLines(findings: readonly Finding[], isColored: boolean): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings.flatMap(({ check, status, found, remedy }) => [
    `${colored(status.padEnd(4), status, isColored)}  ${check.padEnd(width)}  ${found}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(8 + width)}→ ${remedy}`]),
  ]);
}

const COLORS = { ok: 32, note: 33, mend: 31 } as const;

function colored(text: string, status: Finding['status'], isColored: boolean): string {
  return isColored ? `\u001b[${COLORS[status]}m${text}\u001b[39m` : text;
}
