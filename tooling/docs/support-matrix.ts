import {
  type NotOffered,
  type Target,
  TARGETS,
  WRITTEN_FORMS,
  type WrittenApart,
  type WrittenForm,
} from '../../compilers/internal';
import { AGGREGATES, FUNCTIONS, STEPS, WINDOW_FUNCTIONS } from '../../model';

/** A part of the library that every target has a table for. */
interface Part {
  readonly title: string;
  readonly heading: string;
  /** What is called, and what it does. */
  readonly rows: Readonly<Record<string, { readonly call: string; readonly does: string }>>;
  /** What a target says of each. */
  readonly offers: (target: Target) => Readonly<Record<string, object>>;
}

const PARTS: readonly Part[] = [
  {
    title: 'Steps of a flow',
    heading: 'does',
    rows: STEPS,
    offers: ({ steps }) => steps,
  },
  {
    title: 'Functions of one row',
    heading: 'gives',
    rows: described(FUNCTIONS),
    offers: ({ functions }) => functions,
  },
  {
    title: 'Functions of many rows',
    heading: 'gives',
    rows: described(AGGREGATES),
    offers: ({ aggregates }) => aggregates,
  },
  {
    title: 'Functions of the rows around a row',
    heading: 'gives',
    rows: described(WINDOW_FUNCTIONS),
    offers: ({ windows }) => windows,
  },
];

const INTRO = `# What each target offers

A flow or an alert rule is compiled to one of these, and each has a table in the code: for every step and function what writes
it, or why it is not offered and what to use instead. This page is made of the tables (\`npm run docs\`). What is offered means the
same on all of them: \`semantics.md\`. What is used and not offered is an error before anything is made, with the words below.
`;

/** `docs/support-matrix.md`: what each target offers. */
export function supportMatrixPage(): string {
  const targets = alignedTable(
    ['compiled', 'to'],
    Object.values(TARGETS).map(({ name, use }) => [use, name]),
  );
  return `${[INTRO.trimEnd(), targets, ...PARTS.flatMap(section), ...writtenForms()].join('\n\n')}\n`;
}

function section({ title, heading, rows, offers }: Part): string[] {
  const targets = Object.values(TARGETS);
  const table = alignedTable(
    ['called', heading, ...targets.map(({ name }) => name)],
    Object.entries(rows).map(([key, { call, does }]) => [
      `\`${call}\``,
      does,
      ...targets.map((target) => answer(offers(target)[key])),
    ]),
  );
  const remarks = targets.flatMap((target) => remarksOf(target, rows, offers(target)));
  return [`## ${title}`, table, ...(remarks.length > 0 ? [remarks.join('\n')] : [])];
}

/** What contracts say of how sources write, by engine; see `docs/formats.md`. */
function writtenForms(): string[] {
  const parts = [
    ['Formats of files', WRITTEN_FORMS.formats],
    ['Values as sources write them', WRITTEN_FORMS.values],
    ['Files as sources write them', WRITTEN_FORMS.files],
  ] as const;
  const engines = [
    ['Data Factory', (form: WrittenForm) => form.dataFactory],
    ['the preview', (form: WrittenForm) => form.preview],
    ['alert rules', (form: WrittenForm) => form.alertRules],
  ] as const;
  return parts.flatMap(([title, forms]) => {
    const rows = Object.values(forms);
    const reasons = engines.flatMap(([engine, offer]) =>
      rows.flatMap((form) => {
        const offered = offer(form);
        return 'notOffered' in offered
          ? [`${engine}: ${offered.notOffered.reason}; ${offered.notOffered.instead}`]
          : [];
      }),
    );
    const table = alignedTable(
      ['declared', 'says', ...engines.map(([engine]) => engine)],
      rows.map((form) => [
        `\`${form.call}\``,
        form.does,
        ...engines.map(([, offer]) => {
          const offered = offer(form);
          return 'notOffered' in offered ? 'no' : `by ${offered.by}`;
        }),
      ]),
    );
    return [`## ${title}`, table, [...new Set(reasons)].map((reason) => `- ${reason}.`).join('\n')];
  });
}

function answer(offer: object | undefined): string {
  return offer && isNotOffered(offer) ? 'no' : 'yes';
}

/** A line for each reason why something is not offered, and for each other way in which it is written. */
function remarksOf(target: Target, rows: Part['rows'], offers: Readonly<Record<string, object>>): string[] {
  const calls = new Map<string, Set<string>>();
  for (const [key, offer] of Object.entries(offers)) {
    const remark = remarkOf(offer);
    if (remark === undefined) continue;
    const known = calls.get(remark) ?? new Set();
    calls.set(remark, known.add(`\`${rows[key]?.call ?? key}\``));
  }
  return [...calls].map(([remark, names]) => `- ${target.name}, ${[...names].join(', ')}: ${remark}.`);
}

function remarkOf(offer: object): string | undefined {
  if (isNotOffered(offer)) return `${offer.notOffered.reason}; ${offer.notOffered.instead}`;
  return isWrittenApart(offer) ? `by ${offer.writtenApart}` : undefined;
}

function isWrittenApart(offer: object): offer is WrittenApart {
  return 'writtenApart' in offer;
}

function isNotOffered(offer: object): offer is NotOffered {
  return 'notOffered' in offer;
}

function described(
  parts: Readonly<Record<string, { readonly call: string; readonly gives: string }>>,
): Part['rows'] {
  return Object.fromEntries(
    Object.entries(parts).map(([name, { call, gives }]) => [name, { call, does: gives }]),
  );
}

/** A Markdown table as the formatter leaves it. */
function alignedTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(heading), line([], '-'), ...rows.map((row) => line(row))].join('\n');
}
