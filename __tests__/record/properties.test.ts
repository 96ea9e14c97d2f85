import fc from 'fast-check';
import { CompanyGraph, t } from '../../model';
import { changesSince, parseRecord, recordText } from '../../record';
import { changed, COLUMNS, recorded, shop } from '../support/recorded';

const TYPES = {
  long: () => t.long(),
  integer: () => t.integer(),
  boolean: () => t.boolean(),
  date: () => t.date(),
  timestamp: () => t.timestamp(),
  double: () => t.double(),
  decimal: () => t.decimal(9, 3),
  text: () => t.string(30),
} as const;
type TypeName = keyof typeof TYPES;
const typeName = fc.constantFrom(...(Object.keys(TYPES) as TypeName[]));
const columnName = fc.stringMatching(/^extra_[a-z]{1,8}$/);

/** Columns that may be missing, by name. */
const nullable = (columns: readonly (readonly [string, TypeName])[]) =>
  Object.fromEntries(columns.map(([name, type]) => [name, TYPES[type]().nullable()]));
/** Orders with more columns than usual; nothing reads them, so that nothing else changes. */
const withMore = (columns: readonly (readonly [string, TypeName])[]) =>
  shop({ columns: { ...COLUMNS, ...nullable(columns) } });

const added = fc.uniqueArray(fc.tuple(columnName, typeName), { maxLength: 8, selector: ([name]) => name });

it('no sequence of new columns that may be missing is ever an error', () => {
  fc.assert(
    fc.property(added, (columns) => {
      for (let count = 0; count < columns.length; count++) {
        const [before, now] = [columns.slice(0, count), columns.slice(0, count + 1)];
        const { issues, notes } = changed(withMore(before), withMore(now));
        expect(issues).toEqual([]);
        expect(notes.map(({ text }) => text)).toContainEqual(
          expect.stringContaining(`a column "${columns[count]![0]}" (`),
        );
      }
    }),
    { numRuns: 20 },
  );
});

it('another type of a column is always an error, whatever else is new', () => {
  fc.assert(
    fc.property(added, columnName, typeName, typeName, (columns, name, before, now) => {
      fc.pre(before !== now && columns.every(([other]) => other !== name));
      const { issues } = changed(withMore([[name, before]]), withMore([...columns, [name, now]]));
      expect(issues.map(({ code, prop }) => `${code} ${prop}`)).toEqual([`LH8202 columns.${name}`]);
    }),
    { numRuns: 60 },
  );
});

it('a record reads back as it was written, and then nothing has changed', () => {
  fc.assert(
    fc.property(added, (columns) => {
      const company = withMore(columns);
      const now = recorded(company);
      const text = recordText(now);
      const before = parseRecord(text, { file: 'dev.json', company: 'shop', environment: 'dev' });
      expect(recordText(before)).toBe(text);
      expect(changesSince({ before, now, graph: new CompanyGraph(company) })).toEqual({
        notes: [],
        issues: [],
        replays: [],
      });
    }),
    { numRuns: 20 },
  );
});
