import { callsOf } from '../column-builder';
import { type Call, type ColumnProposal, type Literal } from '../proposal';
import { masked } from '../values/personal';
import { counted } from '../words';
import { literalText } from './literals';

/** Characters of a line. */
export const WIDTH = 110;

/** Characters of an example. */
const LONGEST_EXAMPLE = 40;

/** A column with comments above it, as lines. */
export function columnLines(column: ColumnProposal, indent: number): string[] {
  const blanks = ' '.repeat(indent);
  return [
    ...columnComments(column).flatMap((text) => commentLines(text, indent)),
    ...definition(column, blanks),
  ];
}

/** What is not sure first, then what was seen. */
function columnComments(column: ColumnProposal): string[] {
  const { evidence, examples, doubts, exceptions, calls } = column;
  const isPersonal = calls.some(({ method }) => method === 'personal');
  const shown = examples.map((text) => JSON.stringify(shortened(text))).join(', ');
  return [
    ...exceptions.map(
      ({ text, rows, at }) =>
        `DOUBT: ${JSON.stringify(shortened(isPersonal ? masked(text) : text))} in ${counted(rows, 'row')} is unlike the others${at === undefined ? '' : ` (${at})`}: quarantined.`,
    ),
    ...doubts.map((doubt) => `DOUBT: ${doubt}.`),
    `${[...evidence, ...(shown === '' ? [] : [`e.g. ${shown}`])].join('; ')}.`,
  ];
}

function definition(column: ColumnProposal, blanks: string): string[] {
  const [type, ...others] = callsOf(column);
  const { elements, single, name } = column;
  if (elements !== undefined) return arrayDefinition(name, elements, others, blanks);
  const calls = [single ? singleText(single) : callText(type), ...others.map(callText)];
  const line = `${blanks}${name}: t${calls.join('')},`;
  const isBroken = calls.length > 2 && [type, ...others].some(({ values }) => values.some(isComplex));
  if (line.length <= WIDTH && !isBroken) return [line];
  if (calls.length > 2)
    return [
      `${blanks}${name}: t`,
      ...calls.map((text, index) => `${blanks}  ${text}${index === calls.length - 1 ? ',' : ''}`),
    ];
  const last = others.at(-1) ?? type;
  const before = calls.slice(0, -1).join('');
  return [
    `${blanks}${name}: t${before}.${last.method}(`,
    ...last.values.map((value) => `${blanks}  ${literalText(value)},`),
    `${blanks}),`,
  ];
}

function arrayDefinition(
  name: string,
  elements: readonly ColumnProposal[],
  others: readonly Call[],
  blanks: string,
): string[] {
  if (others.length < 2)
    return [
      `${blanks}${name}: t.array({`,
      ...elements.flatMap((element) => columnLines(element, blanks.length + 2)),
      `${blanks}})${others.map(callText).join('')},`,
    ];
  return [
    `${blanks}${name}: t`,
    `${blanks}  .array({`,
    ...elements.flatMap((element) => columnLines(element, blanks.length + 4)),
    `${blanks}  })`,
    ...others.map((one, index) => `${blanks}  ${callText(one)}${index === others.length - 1 ? ',' : ''}`),
  ];
}

function singleText({ value, names }: NonNullable<ColumnProposal['single']>): string {
  return `.array(t${callsOf(value).map(callText).join('')}, ${literalText(names)})`;
}

function callText({ method, values }: Call): string {
  return `.${method}(${values.map(literalText).join(', ')})`;
}

/** Formatters break a chain of three calls with such a value. */
function isComplex(value: Literal): boolean {
  if (value instanceof RegExp) return value.source.length > 5;
  return typeof value === 'object' && Object.values(value).some((member) => Array.isArray(member));
}

/** A comment, in as many lines as it takes. */
export function commentLines(text: string, indent: number): string[] {
  const begin = `${' '.repeat(indent)}// `;
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').split(' ')) {
    if (line !== '' && begin.length + line.length + 1 + word.length > WIDTH) {
      lines.push(`${begin}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${begin}${line}`];
}

function shortened(text: string): string {
  return text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text;
}
