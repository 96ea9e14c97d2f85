import { callsOf } from '../column-builder';
import { type Call, type ColumnProposal, type Literal } from '../proposal';
import { masked } from '../values/personal';
import { counted } from '../words';
import { literalText, memberTexts } from './literals';

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
  const { elements, name } = column;
  const [type, ...others] = callsOf(column);
  if (elements !== undefined) return arrayDefinition(name, elements, others.map(linkOf), blanks);
  const links = [column.single ? singleLink(column.single) : linkOf(type), ...others.map(linkOf)];
  const line = `${blanks}${name}: t${links.map(linkText).join('')},`;
  const isBroken = links.length > 2 && [type, ...others].some(({ values }) => values.some(isComplex));
  if (line.length <= WIDTH && !isBroken) return [line];
  const [only] = links;
  if (only !== undefined && links.length === 1) return linkLines(only, `${blanks}${name}: t`, blanks, ',');
  return [`${blanks}${name}: t`, ...chainLines(links, `${blanks}  `)];
}

function arrayDefinition(
  name: string,
  elements: readonly ColumnProposal[],
  others: readonly Link[],
  blanks: string,
): string[] {
  if (others.length === 0)
    return [
      `${blanks}${name}: t.array({`,
      ...elements.flatMap((element) => columnLines(element, blanks.length + 2)),
      `${blanks}}),`,
    ];
  return [
    `${blanks}${name}: t`,
    `${blanks}  .array({`,
    ...elements.flatMap((element) => columnLines(element, blanks.length + 4)),
    `${blanks}  })`,
    ...chainLines(others, `${blanks}  `),
  ];
}

/** A call in a chain, as it is written. */
interface Link {
  readonly method: string;
  /** What it is called with. */
  readonly values: readonly string[];
  /** The members of the last of these, where that is an object. */
  readonly members?: readonly string[];
}

function linkOf({ method, values }: Call): Link {
  const last = values.at(-1);
  const isObject = typeof last === 'object' && !Array.isArray(last) && !(last instanceof RegExp);
  return { method, values: values.map(literalText), ...(isObject && { members: memberTexts(last) }) };
}

function singleLink({ value, names }: NonNullable<ColumnProposal['single']>): Link {
  const text = callsOf(value).map(linkOf).map(linkText).join('');
  return { method: 'array', values: [`t${text}`, literalText(names)], members: memberTexts(names) };
}

function linkText({ method, values }: Link): string {
  return `.${method}(${values.join(', ')})`;
}

/** Calls below each other. */
function chainLines(links: readonly Link[], blanks: string): string[] {
  return links.flatMap((link, index) =>
    linkLines(link, blanks, blanks, index === links.length - 1 ? ',' : ''),
  );
}

/** A call in one line, or in as many as it takes: an object that stands last opens in the first of these. */
function linkLines(link: Link, before: string, blanks: string, end: string): string[] {
  const { method, values, members } = link;
  const line = `${before}${linkText(link)}${end}`;
  if (line.length <= WIDTH || values.length === 0) return [line];
  const opened = `${before}.${method}(${[...values.slice(0, -1), '{'].join(', ')}`;
  if (members !== undefined && opened.length <= WIDTH)
    return [opened, ...members.map((member) => `${blanks}  ${member},`), `${blanks}})${end}`];
  return [`${before}.${method}(`, ...values.map((value) => `${blanks}  ${value},`), `${blanks})${end}`];
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
