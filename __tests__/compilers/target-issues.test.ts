import { compileGold, targetIssues, TARGETS } from '../../compilers/internal';
import {
  alert,
  average,
  type Company,
  describeIssue,
  goldView,
  max,
  minutes,
  read,
  rowNumber,
  sessions,
  silverTable,
  sqlTable,
  type AlertRule,
  t,
  tableReference,
} from '../../model';
import { acme, orders, sold } from '../support/acme';

const found = (company: Company): string[] => targetIssues(company).map(describeIssue);

function withRule(rule: AlertRule): Company {
  const [sales, ...others] = acme([]).departments;
  return { ...acme([]), departments: [{ ...sales!, alerts: [rule] }, ...others] };
}

describe('targetIssues', () => {
  it('are none for what each target offers', () => {
    const flow = read(sold)
      .filter((row) => row.shop.startsWith('A'))
      .window({ by: ['shop'], order: ['at'] }, () => ({ place: rowNumber() }));
    const watched = alert('large', orders, {
      description: 'A large order',
      when: (event) => event.amount.greaterThan(1000),
      payload: ['id'],
    });
    expect(found(acme([silverTable('placed', { flow, key: ['id'] })]))).toEqual([]);
    expect(found(acme([goldView('placed', { flow, key: ['id'] })]))).toEqual([]);
    expect(found(withRule(watched))).toEqual([]);
  });

  it('name a function once, with the reason and what to use instead', () => {
    const flow = read(sold)
      .filter((row) => row.shop.matches(/A+/).or(row.shop.matches(/B+/)))
      .derive((row) => ({ hidden: row.shop.lower().pseudonym() }));
    expect(found(acme([goldView('shops', { flow, key: ['id'] })]))).toEqual([
      'LH2101 sales/shops: "flow" uses matches(), which T-SQL does not offer: it has no regular expressions; derive the condition in a silver table',
      'LH2101 sales/shops: "flow" uses pseudonym(), which T-SQL does not offer: the pepper would stand in the text of a view; derive the pseudonym in a silver table',
    ]);
  });

  it('name the steps of the inputs of a SQL table, too', () => {
    const checked = read(sold).check('positive', (row) => ({ amount: row.amount.greaterThan(0) }));
    const written = sqlTable('written', {
      text: 'SELECT s.id FROM input.sold AS s',
      reads: { sold: checked.select('id') },
      columns: { id: t.long().key() },
    });
    expect(found(acme([written]))).toEqual([
      'LH3201 sales/written: "flow" uses check() "positive", which T-SQL does not offer: a view has no place for the rows that break a rule; move the check into the silver table it reads',
    ]);
  });

  it('name an average of sessions, which the job would leave out', () => {
    const visits = sessions('visits', orders, {
      description: 'Orders of one visit',
      by: ['shop'],
      gap: minutes(5),
      aggregates: (event) => ({ mean: average(event.amount, 2), dearest: max(event.amount) }),
    });
    expect(found(withRule(visits))).toEqual([
      'LH2102 sales/visits: "aggregates" uses average(), which Stream Analytics does not offer: a rule reports columns as they arrive; report the columns that the value is made of',
    ]);
  });

  it('name SQL in silver, and an array that gold reads', () => {
    const written = sqlTable('written', {
      text: 'SELECT s.id FROM input.sold AS s',
      reads: { sold: read(sold).select('id') },
      columns: { id: t.long().key() },
    });
    const held = tableReference('sales', 'held', { id: t.long().key(), lines: t.array({ sku: t.string() }) });
    expect(
      found(
        acme([
          { ...written, zone: 'silver' },
          goldView('lines', { flow: read(held).select('id'), key: ['id'] }),
        ]),
      ),
    ).toEqual([
      'LH3201 sales/written: "flow" uses sqlTable(), which mapping data flow does not offer: a data flow runs no SQL; fill a gold table with the SQL, by sqlTable()',
      'LH2101 sales/lines: "flow" uses the array "lines", which T-SQL does not offer: an external table reads single values of a Delta table; read the silver table of the elements, made by mapping() with each',
    ]);
  });
});

describe('a target', () => {
  const offers = Object.values(TARGETS).flatMap((target) =>
    (['functions', 'aggregates', 'windows', 'steps', 'types'] as const).flatMap((part) =>
      Object.entries<object>(target[part]).map(([name, offer]) => ({
        target: target.name,
        part,
        name,
        offer,
      })),
    ),
  );

  it('says why it does not offer something, and what to use instead', () => {
    const refused = offers.flatMap(({ target, name, offer }) =>
      'notOffered' in offer
        ? [{ target, name, ...(offer.notOffered as { reason: string; instead: string }) }]
        : [],
    );
    expect(refused.length).toBeGreaterThan(50);
    // Messages go on with both.
    const unreadable = refused.filter(
      ({ reason, instead }) => !/^(?:[a-z]|TRY_CAST)[^.]+$/.test(reason) || !/^[a-z][^.]+$/.test(instead),
    );
    expect(unreadable).toEqual([]);
  });

  it('does not compile what it does not offer', () => {
    const flow = read(sold).filter((row) => row.shop.matches(/A+/));
    const table = goldView('shops', { flow, key: ['id'] });
    const target = { sources: [], goldSource: 'gold', locate: () => '[gold].[sold]' };
    expect(() => compileGold([table], target)).toThrow(
      'not validated: matches: it has no regular expressions',
    );
  });
});
