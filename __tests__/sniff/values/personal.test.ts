import { hasAddressesInside, masked, personalReading, subjectOf } from '../../../sniff/values/personal';
import { type ValueCount } from '../../../sniff/values/value-counts';

const of = (...texts: string[]): ValueCount[] => texts.map((text) => ({ text, rows: 1 }));

describe('what is about persons', () => {
  it.each<[string, string[], string | undefined]>([
    ['login', ['a@example.com', 'b.c@example.org'], 'e-mail address'],
    ['account', ['DE89370400440532013000', 'GB82 WEST 1234 5698 7654 32'], 'IBAN'],
    ['account', ['DE89370400440532013001', 'GB82 WEST 1234 5698 7654 33'], undefined],
    ['reference', ['4242424242424242', '5555 5555 5555 4444', '378282246310005'], 'card number'],
    ['reference', ['4242424242424243', '5555 5555 5555 4445', '378282246310006'], undefined],
    ['origin', ['192.0.2.1', '198.51.100.7', '2001:db8::1'], 'IP address'],
    ['version', ['1.2.3', '1.2.4'], undefined],
    ['opens', ['10:00:00', '09:30:00'], undefined],
    ['reachable', ['+49 30 123456', '0033 1 23 45 67 89'], 'phone number'],
    ['invoiced', ['2026-01-31', '2026-02-28'], undefined],
  ])('is seen by content: %s %j is %s', (name, texts, kind) => {
    expect(personalReading(name, 'orders', of(...texts))?.kind).toBe(kind);
  });

  it.each<[string, string, string | undefined]>([
    ['email', 'orders', 'e-mail address'],
    ['customer_phone', 'orders', 'phone number'],
    ['vorname', 'bestellungen', 'name of a person'],
    ['shipping_name', 'orders', 'name of a person'],
    ['name', 'customers', 'name of a person'],
    ['name', 'products', undefined],
    ['date_of_birth', 'orders', 'date of birth'],
    ['address1', 'orders', 'postal address'],
    ['ip_address', 'visits', 'IP address'],
    ['city', 'orders', undefined],
    ['shipping_cost', 'orders', undefined],
    ['filename', 'uploads', undefined],
  ])('is seen by name: %s of %s is %s', (name, source, kind) => {
    expect(personalReading(name, source, of('x', 'y'))?.kind).toBe(kind);
  });

  it.each<[string, string, number, string | undefined]>([
    ['name', 'bookings', 10, 'name of a person'],
    ['name', 'bookings', 8, undefined],
    ['product_name', 'bookings', 10, undefined],
    ['name', 'products', 10, undefined],
    ['title', 'bookings', 10, undefined],
  ])(
    'is seen by its texts: %s of %s, of which %d of ten are two words, is %s',
    (name, source, named, kind) => {
      const texts = Array.from({ length: 10 }, (_, index) =>
        index < named ? `Ada Be${'rg'.repeat(index + 1)}` : `x${index}`,
      );
      expect(personalReading(name, source, of(...texts))?.kind).toBe(kind);
    },
  );

  it('is named where it stands inside of texts', () => {
    expect(hasAddressesInside(of('call a@example.com', 'nothing'))).toBe(1);
  });

  it.each([
    ['customer_id', 'orders', 'customer'],
    ['client_no', 'orders', 'customer'],
    ['user_id', 'visits', 'user'],
    ['id', 'customers', 'customer'],
    ['id', 'orders', undefined],
    ['product_id', 'orders', undefined],
  ])('%s of %s identifies a %s', (name, source, kind) => {
    expect(subjectOf(name, source)).toBe(kind);
  });

  it('is shown without what it says', () => {
    expect(masked('ada.berg@example.com')).toBe('a**.****@*******.***');
    expect(masked('192.0.2.17')).toBe('1**.*.*.**');
    expect(masked('Müller 9')).toBe('M***** *');
  });
});
