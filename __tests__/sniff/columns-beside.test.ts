import { column, csv, day, sniffing } from '../support/sniffed';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

const { proposed } = sniffing(folder);

describe('what a column beside says of another', () => {
  it('is what a word alone stands for', async () => {
    const file = csv(
      'id,at,gift,open,paid',
      20,
      (index) => `${index},${day(index)},${index % 2 === 0 ? 'Yes' : 'No'},No,N`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(column(proposal, 'open')).toMatchObject({
      type: { kind: 'boolean' },
      doubts: ['only "no" was seen: "yes" is what other columns have'],
    });
    expect(column(proposal, 'paid').type.kind).toBe('string');
  });

  it('is the type of a column without a value, where a table has a column for each currency', async () => {
    const names = ['usd', 'jpy', 'gbp', 'sek', 'cyp'];
    const row = (index: number) => `${day(index)},1.${index},16${index}.25,0.${index}5,11.1234,N/A`;
    const wide = await proposed({ 'a.csv': csv(`date,${names.join(',')}`, 20, row) });
    expect(column(wide, 'cyp')).toMatchObject({
      type: { kind: 'decimal', precision: 12, scale: 4 },
      doubts: ['nothing but N/A was seen', 'decimal, as the 4 other columns with values are'],
    });
    const narrow = await proposed({
      'a.csv': csv('date,usd,jpy,gbp,sek,cyp,note', 20, (index) => `${row(index)},text`),
    });
    expect(column(narrow, 'cyp').type.kind).toBe('decimal');
    const mixed = await proposed({
      'a.csv': csv('date,usd,jpy,gbp,sek,cyp,note,by', 20, (index) => `${row(index)},text,somebody`),
    });
    expect(column(mixed, 'cyp').type.kind).toBe('string');
  });

  it('is that amounts may count cents', async () => {
    const found = async (amount: (index: number) => string, beside = 'currency') => {
      const file = csv(
        `id,at,amount,${beside}`,
        20,
        (index) => `${index},${day(index)},${amount(index)},eur`,
      );
      return (await proposed({ 'a.csv': file })).doubts.filter((doubt) => doubt.includes('cents'));
    };
    expect(await found((index) => `${index + 1000}`)).toEqual([
      'whole numbers beside a currency, which may count its cents: amount',
    ]);
    expect(await found((index) => `${index + 1000}.50`)).toEqual([]);
    // Two digits are hardly cents, and nothing says that what stands beside no currency is money.
    expect(await found((index) => `${index + 10}`)).toEqual([]);
    expect(await found((index) => `${index + 1000}`, 'zone')).toEqual([]);
  });

  it('is no reason to make a number of what identifies something', async () => {
    const file = csv(
      'id,at,session_id,score',
      20,
      (index) => `${index},${day(index)},17${index}.1772400${index}0,1.50`,
    );
    const proposal = await proposed({ 'a.csv': file });
    expect(column(proposal, 'session_id')).toMatchObject({
      type: { kind: 'string' },
      doubts: ['digits with a point that identify something: a number would lose zeros at the end'],
    });
    expect(column(proposal, 'score').type.kind).toBe('decimal');
  });
});
