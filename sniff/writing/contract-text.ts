import { type ContractProposal, type Literal } from '../proposal';
import { counted, rowsText } from '../words';
import { columnLines, commentLines, WIDTH } from './column-text';
import { literalText, quoted } from './literals';

/** A contract in TypeScript, as a person would write it, with what was seen and what is not sure beside it. */
export function contractText(proposal: ContractProposal, constant: string): string {
  const { name, columns, eventTime, expectedRowsPerDay, writtenAs } = proposal;
  return [
    ...contractComments(proposal).flatMap((text) => commentLines(text, 0)),
    `export const ${constant} = dataContract(${quoted(name)}, {`,
    `  description: ${quoted(`Rows of ${name}; say what one of them is`)},`,
    '  columns: {',
    ...columns.flatMap((column) => columnLines(column, 4)),
    ...omittedLines(proposal),
    '  },',
    eventTime === undefined ? '  snapshot: {},' : `  eventTime: ${quoted(eventTime)},`,
    ...memberLines('writtenAs', { ...writtenAs } as Literal, 2),
    ...deliveryLines(proposal),
    `  expectedRowsPerDay: ${literalText(expectedRowsPerDay)},`,
    '});',
  ].join('\n');
}

function contractComments({ files, rows, sampleOf, evidence, doubts, broken }: ContractProposal): string[] {
  return [
    ...doubts.map((doubt) => `DOUBT: ${doubt}.`),
    ...broken.map(
      ({ rule, rows: count, examples }) =>
        `DOUBT: ${counted(count, 'row breaks', 'rows break')} ${rule}${examples.length > 0 ? `: ${examples.join('; ')}` : ''}.`,
    ),
    `From ${rowsText(rows, sampleOf)} of ${files}. ${evidence.map((text) => `${text}.`).join(' ')}`.trim(),
  ];
}

function omittedLines({ omitted }: ContractProposal): string[] {
  return omitted.flatMap(({ place, why }) => commentLines(`Left out: ${JSON.stringify(place)}, ${why}.`, 4));
}

function deliveryLines({ format, options }: ContractProposal): string[] {
  const from: Literal = {
    kind: 'files',
    format,
    ...(Object.keys(options).length > 0 && { options: { ...options } as Literal }),
  };
  const whole = `{ kind: 'batch', every: days(1), from: ${literalText(from)} }`;
  const comment =
    '  // Files that somebody drops, once a day; docs/flows.md has the other ways in which sources deliver.';
  if (`  delivery: ${whole},`.length <= WIDTH) return [comment, `  delivery: ${whole},`];
  return [
    comment,
    '  delivery: {',
    "    kind: 'batch',",
    '    every: days(1),',
    ...memberLines('from', from, 4),
    '  },',
  ];
}

/** A member of an object, in one line where it fits; nothing of an empty one. */
function memberLines(name: string, value: Literal, indent: number): string[] {
  const blanks = ' '.repeat(indent);
  if (typeof value !== 'object' || Array.isArray(value) || value instanceof RegExp)
    return [`${blanks}${name}: ${literalText(value)},`];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return [];
  const line = `${blanks}${name}: ${literalText(value)},`;
  if (line.length <= WIDTH) return [line];
  return [
    `${blanks}${name}: {`,
    ...members.flatMap(([inside, member]) => memberLines(inside, member as Literal, indent + 2)),
    `${blanks}},`,
  ];
}
