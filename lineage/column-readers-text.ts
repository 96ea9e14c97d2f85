import { type ColumnReader, type ColumnReaders } from './column-readers';
import { type Shown } from './column-places';

const SEEN: Readonly<Record<NonNullable<Shown['masking']> | 'value', string>> = {
  value: 'The values themselves, or what is computed from single ones',
  pseudonym: 'Pseudonyms only',
  presence: 'Only whether there is a value',
  aggregate: 'Only what many rows have in common',
};

/** Who can read a column, as people read it: by what they see, who they are, by which chain of rights, and where. */
export function columnReadersText({
  column,
  from,
  personal,
  shown,
  readers,
  decides,
}: ColumnReaders): string {
  const heading = personal
    ? `${column}: ${from.join(', ')} ${from.length === 1 ? 'is' : 'are'} personal${asShown(shown)}`
    : `${column} holds nothing personal`;
  const groups = (['value', 'pseudonym', 'presence', 'aggregate'] as const).flatMap((form) => {
    const seen = readers.filter(({ masking }) => (masking ?? 'value') === form);
    return seen.length === 0 ? [] : ['', SEEN[form], ...principals(seen)];
  });
  const read = readers.length === 0 ? ['', 'Nobody can read it.'] : groups;
  return [heading, ...read, ...decidesText(decides)].join('\n');
}

/** Where it is not shown, but chooses the rows. */
function decidesText(decides: ColumnReaders['decides']): string[] {
  if (decides.length === 0) return [];
  return [
    '',
    'Not shown, but it decides which rows are there',
    ...decides.map(
      ({ department, table, how, principals: readers }) =>
        `  ${department}.${table}, by ${howText(how)}: read by ${readers.length === 0 ? 'nobody' : readers.join(', ')}`,
    ),
  ];
}

/** Ways in which columns decide over rows, as people read them. */
export function howText(how: readonly string[]): string {
  return how.map((each) => each.toLowerCase().replaceAll('_', ' ')).join(', ');
}

function asShown({ masking }: Shown): string {
  if (masking === undefined) return '';
  const what = {
    pseudonym: 'its pseudonym',
    presence: 'whether there is one',
    aggregate: 'an aggregate of it',
  };
  return `; the column asked for is ${what[masking]}`;
}

function principals(readers: readonly ColumnReader[]): string[] {
  const names = [
    ...new Map(readers.map((reader) => [`${reader.kind} ${reader.principal}`, reader])).values(),
  ];
  return names.flatMap(({ principal, kind }) => {
    const own = readers.filter((reader) => reader.principal === principal && reader.kind === kind);
    const chains = [...new Set(own.map(({ chain }) => chain.join(', then ')))];
    return [
      `  ${principal} (${kind})`,
      ...chains.flatMap((chain) => [
        ...(chain === '' ? [] : [`    by way of ${chain}`]),
        ...own.filter((reader) => reader.chain.join(', then ') === chain).map(place),
      ]),
    ];
  });
}

function place({ department, zone, resource, right, columns, declared }: ColumnReader): string {
  const datasets = new Map<string, string[]>();
  for (const { dataset, column } of columns)
    datasets.set(dataset, [...new Set([...(datasets.get(dataset) ?? []), column])]);
  const read = [...datasets].map(
    ([dataset, names]) => `${dataset}.${names.length === 1 ? names[0] : `(${names.join(', ')})`}`,
  );
  const note = declared === true ? ', declared, not computed' : '';
  return `    ${zone} of ${department}: ${read.join(', ')}${note}  [${right} on ${resource.replace(/ \(.*\)$/, '')}]`;
}
