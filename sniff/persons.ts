import { call } from './column-builder';
import { asText, type ColumnFound } from './column-proposals';
import { counted } from './words';
import {
  hasAddressesInside,
  masked,
  type PersonalReading,
  personalReading,
  subjectOf,
} from './values/personal';

/** Kinds of content by which a person is found, the surest first. */
const FOUND_BY: readonly PersonalReading['kind'][] = [
  'number of a person',
  'e-mail address',
  'phone number',
  'IBAN',
  'card number',
  'name of a person',
];

/** Marks columns about persons, and the one that identifies them. */
export function describePersons(
  source: string,
  columns: readonly ColumnFound[],
  key: readonly string[],
): { readonly columns: readonly ColumnFound[]; readonly doubts: readonly string[] } {
  const read = columns.map((column) => ({
    column,
    personal: personalReading(column.proposal.name, source, column.counts.values),
    subject: subjectOf(column.proposal.name, source),
  }));
  const persons = read.filter(({ personal }) => personal !== undefined);
  const natural = read.find(({ subject, column }) => subject !== undefined && canIdentify(column));
  const doubts: string[] = [];
  const chosen =
    natural ??
    FOUND_BY.map((kind) => persons.find(({ personal }) => personal?.kind === kind)).find(
      (one) => one !== undefined,
    ) ??
    persons[0];
  const kind = natural?.subject ?? kindBySource(source);
  if (natural === undefined && chosen !== undefined)
    doubts.push(
      `no column is the number of a person: "${chosen.column.proposal.name}" stands for one, and persons are erased by it`,
    );
  const marked = read.map(({ column, personal }) => {
    const isSubject = column === chosen?.column;
    if (!isSubject && personal === undefined) return withNotes(column);
    // Only text becomes a pseudonym, and persons are found by one.
    const text = column.proposal.type.kind === 'string' ? withoutRules(column) : asText(column);
    const why = personal ? [`${personal.kind}: ${personal.why}`] : [];
    const isNumber =
      column.proposal.type.kind !== 'string' ? ['text, because only text becomes a pseudonym'] : [];
    const calls = [...(personal ? [call('personal')] : []), ...(isSubject ? [call('subject', kind)] : [])];
    return {
      ...text,
      proposal: {
        ...text.proposal,
        calls: [...text.proposal.calls, ...calls],
        evidence: [...text.proposal.evidence, ...why, ...isNumber],
        examples: text.proposal.examples.map(masked),
      },
    };
  });
  const pseudonymous = persons.filter(({ column }) => key.includes(column.proposal.name));
  return {
    columns: marked,
    doubts: [
      ...doubts,
      ...pseudonymous.map(
        ({ column }) =>
          `"${column.proposal.name}" is personal and part of the key: its pseudonym identifies rows`,
      ),
    ],
  };
}

/** What a pseudonym can be made of: a number with a fraction is written in several ways. */
function canIdentify({ reading }: ColumnFound): boolean {
  return ['string', 'integer', 'long'].includes(reading.type.kind);
}

function kindBySource(source: string): string {
  const found = /(customer|user|employee|member|contact|subscriber)/.exec(source)?.[1];
  return found ?? (/(?:order|payment|charge|invoice|transaction)/.test(source) ? 'customer' : 'person');
}

/** A pseudonym has no form, and few of them are no list. */
function withoutRules(column: ColumnFound): ColumnFound {
  const { proposal } = column;
  const calls = proposal.calls.filter(({ method }) => method !== 'matching' && method !== 'oneOf');
  return { ...column, proposal: { ...proposal, calls, doubts: [] } };
}

function withNotes(column: ColumnFound): ColumnFound {
  const inside = column.proposal.type.kind === 'string' ? hasAddressesInside(column.counts.values) : 0;
  if (inside === 0) return column;
  const { proposal } = column;
  const doubt = `e-mail addresses inside of the text in ${counted(inside, 'row')}: it may have to be .personal()`;
  const examples = proposal.examples.map(masked);
  return { ...column, proposal: { ...proposal, examples, doubts: [doubt, ...proposal.doubts] } };
}
