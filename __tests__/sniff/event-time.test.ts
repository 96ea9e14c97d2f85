import { type Kind } from '../../model';
import { type ColumnReading } from '../../sniff/column-facts';
import { eventTimeOf } from '../../sniff/event-time';

type Given = readonly [name: string, kind?: Kind, missing?: number, isInside?: boolean];

const chosen = (...columns: readonly Given[]) =>
  eventTimeOf(
    columns.map(([name, kind = 'timestamp', missing = 0, isInside = false]) => ({
      name,
      isInside,
      reading: { type: { kind }, missing } as ColumnReading,
    })),
    100,
  ).column;

describe('the event time', () => {
  it.each<[string, string | undefined, readonly Given[]]>([
    ['a change before a creation', 'updated_at', [['created_at'], ['updated_at']]],
    ['a time before a day', 'paid_at', [['paid_on', 'date'], ['paid_at']]],
    ['what is there in every row', 'created_at', [['updated_at', 'timestamp', 40], ['created_at']]],
    [
      'a time of the row before one inside of it',
      'created_at',
      [['customer_updated_at', 'timestamp', 0, true], ['created_at']],
    ],
    [
      'one inside, where the row has none of that name',
      'fields_updated',
      [
        ['valid_to', 'date'],
        ['fields_updated', 'timestamp', 0, true],
      ],
    ],
    ['when something began, not when it ends', 'starts', [['expires'], ['starts']]],
    ['an end, where nothing else is there', 'valid_to', [['valid_to', 'date']]],
    [
      'no day of birth',
      undefined,
      [
        ['birth_date', 'date'],
        ['date_of_birth', 'date'],
        ['dob', 'date'],
      ],
    ],
    ['no number', undefined, [['updated_at', 'long']]],
  ])('is %s', (_what, expected, columns) => {
    expect(chosen(...columns)).toBe(expected);
  });
});
