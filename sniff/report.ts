import { describeIssue } from '../model';
import { type ColumnProposal, type ContractProposal } from './proposal';
import { type SniffResult } from './sniff';
import { counted, rowsText } from './words';

/** What a first look saw and doubts, as a terminal shows it. */
export function proposalReport({ proposals, issues, notes, skipped }: SniffResult): string {
  return [
    ...proposals.flatMap(sourceLines),
    ...(issues.length > 0 ? ['No contract:', ...issues.map((issue) => `  ${describeIssue(issue)}`), ''] : []),
    ...(notes.length > 0 ? ['Before a preview:', ...notes.map((note) => `  ${note}`), ''] : []),
    ...(skipped.length > 0
      ? ['Not read:', ...skipped.map(({ path, because }) => `  ${path}: ${because}`), '']
      : []),
  ].join('\n');
}

function sourceLines({
  name,
  files,
  rows,
  sampleOf,
  columns,
  doubts,
  broken,
  omitted,
  eventTime,
}: ContractProposal): string[] {
  const key = columns
    .filter(({ calls }) => calls.some(({ method }) => method === 'key'))
    .map((column) => column.name);
  const all = [...doubts, ...columns.flatMap((column) => doubtsOf(column, ''))];
  return [
    `${name}: ${rowsText(rows, sampleOf)} of ${files}`,
    `  ${counted(columns.length, 'column')}; key ${key.join(', ')}; ${eventTime === undefined ? 'a snapshot' : `event time ${eventTime}`}`,
    ...all.map((doubt) => `  doubt: ${doubt}`),
    ...broken.flatMap(({ rule, rows: count, examples }) => [
      `  quarantined: ${count} by ${rule}`,
      ...examples.map((example) => `    ${example}`),
    ]),
    ...(broken.length === 0 ? ['  previewed: no row is quarantined'] : []),
    ...omitted.map(({ place, why }) => `  left out: ${JSON.stringify(place)}, ${why}`),
    '',
  ];
}

function doubtsOf(column: ColumnProposal, around: string): string[] {
  const { name, doubts, exceptions } = column;
  const place = `${around}${name}`;
  return [
    ...exceptions.map(
      ({ rows, at }) =>
        `${place}: ${counted(rows, 'row is', 'rows are')} unlike the others${at === undefined ? '' : ` (${at})`}`,
    ),
    ...doubts.map((doubt) => `${place}: ${doubt}`),
    ...(column.elements ?? []).flatMap((element) => doubtsOf(element, `${place}.`)),
  ];
}
