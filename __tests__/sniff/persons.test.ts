import { callsOf, column, sniffing } from '../support/sniffed';
import { temporaryFolder } from '../support/temporary-folder';

const { look, proposed } = sniffing(temporaryFolder());

const file = (header: string, row: (index: number) => string): string =>
  [
    `id,at,${header}`,
    ...Array.from({ length: 30 }, (_, at) => `${at},2026-01-${10 + (at % 20)},${row(at)}`),
  ].join('\n');

describe('who is identified', () => {
  it('is the customer of orders, and a person of what says nothing', async () => {
    const mails = { 'a.csv': file('email', (at) => `a${at}@example.com`) };
    expect(callsOf(await proposed(mails), 'email')).toContainEqual(['subject', 'customer']);
    const { proposals } = await look(mails, { name: 'member-visits' });
    expect(callsOf(proposals[0]!, 'email')).toContainEqual(['subject', 'member']);
    const others = await look(mails, { name: 'visits' });
    expect(callsOf(others.proposals[0]!, 'email')).toContainEqual(['subject', 'person']);
  });

  it('is found by an e-mail address before an IBAN, whichever comes first', async () => {
    const proposal = await proposed({
      'a.csv': file('iban,email', (at) => `DE89370400440532013000,a${at}@example.com`),
    });
    expect(callsOf(proposal, 'email')).toEqual([['personal'], ['subject', 'customer']]);
    expect(callsOf(proposal, 'iban')).toEqual([['personal']]);
    expect(proposal.doubts).toContain(
      'no column is the number of a person: "email" stands for one, and persons are erased by it',
    );
  });

  it('has no list or form of pseudonyms, and becomes text with a reason', async () => {
    const proposal = await proposed({
      'a.csv': file('customer_id,phone', (at) => `C${100 + (at % 5)},${4930123456 + at}`),
    });
    expect(callsOf(proposal, 'customer_id')).toEqual([['subject', 'customer']]);
    expect(column(proposal, 'phone').type.kind).toBe('string');
    expect(column(proposal, 'phone').examples.join('')).not.toMatch(/123456/);
  });

  it('may be a part of the key, which says so', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, at) => `a${at % 6}@example.com,2026-01-${10 + Math.floor(at / 6)},${at}.5`,
    );
    const proposal = await proposed({ 'a.csv': ['email,at,amount', ...rows].join('\n') });
    expect(proposal.doubts).toContain(
      '"email" is personal and part of the key: its pseudonym identifies rows',
    );
  });
});

test('addresses inside of a text are a doubt, and are not shown', async () => {
  const proposal = await proposed({
    'a.csv': file('note', (at) => `please write to anna${at}@example.com today`),
  });
  const { doubts, examples, calls } = column(proposal, 'note');
  expect(doubts).toContain('e-mail addresses inside of the text in 30 rows: it may have to be .personal()');
  expect(examples).toHaveLength(3);
  expect(examples.join(' ')).not.toMatch(/anna|please/);
  expect(calls.map(({ method }) => method)).not.toContain('personal');
});
