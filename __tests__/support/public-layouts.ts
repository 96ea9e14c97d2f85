/** A number from 0 up to, and without, a limit: the same for the same seed. */
function pick(seed: number, limit: number): number {
  return Number((BigInt(seed + 7) * 2_654_435_761n) % 4_294_967_291n) % limit;
}

const two = (number: number): string => String(number).padStart(2, '0');
const money = (cents: number): string => (cents / 100).toFixed(2);

const CITIES = ['Berlin', 'Lyon', 'Porto', 'Gdańsk', 'Oulu'];
const NAMES = ['Ada Berg', 'Bo Carlsen', 'Cleo Dumont', 'Dan Egger', 'Eva Faro', 'Finn Gall', 'Gia Horn'];

function shopOrders(): unknown[] {
  return Array.from({ length: 60 }, (_, index) => {
    const id = 5_800_000_000_000 + index * 32_768;
    const customer = pick(index, 25);
    const [first = '', last = ''] = (NAMES[customer % NAMES.length] ?? '').split(' ');
    const at = `2026-03-${two(1 + (index % 9))}T${two(pick(index, 24))}:${two(pick(index + 1, 60))}:00+01:00`;
    const lines = Array.from({ length: 1 + pick(index, 3) }, (_line, line) => ({
      id: id + line + 1,
      sku: `TEE-${two(pick(index * 3 + line, 40))}`,
      title: `Shirt ${pick(index * 3 + line, 40)}`,
      quantity: 1 + pick(line + index, 4),
      price: money(990 + 100 * pick(index + line, 30)),
      taxable: pick(index + line, 5) > 0,
      price_set: { shop_money: { amount: money(990), currency_code: 'EUR' } },
      tax_lines: [{ title: 'VAT', rate: 0.19, price: money(158) }],
      properties: [],
    }));
    return {
      id,
      admin_graphql_api_id: `gid://shopify/Order/${id}`,
      name: `#${1001 + index}`,
      order_number: 1001 + index,
      email: `customer${customer}@example.com`,
      phone: null,
      created_at: at,
      updated_at: at.replace(':00+', ':30+'),
      cancelled_at: index % 20 === 19 ? at : null,
      currency: 'EUR',
      financial_status: ['paid', 'pending', 'refunded'][pick(index, 3)],
      total_price: money(990 * lines.length),
      total_discounts: money(pick(index, 3) * 100),
      test: false,
      tags: 'spring, gift',
      note: pick(index, 4) === 0 ? 'leave it at the door' : null,
      browser_ip: `192.0.2.${1 + customer}`,
      customer: {
        id: 6_900_000_000 + customer,
        first_name: first,
        last_name: last,
        updated_at: at.replace(':00+', ':59+'),
      },
      payment_gateway_names: ['authorize_net', 'Cash on Delivery (COD)'].slice(0, 1 + pick(index, 2)),
      current_total_price_set: {
        current_total_price_set: { presentment_money: { amount: money(990), currency_code: 'EUR' } },
      },
      payment_terms: { due_in_days: 30, payment_schedules: [{ amount: 70, currency: 'EUR', due_at: at }] },
      shipping_address: {
        address1: `Main street ${customer}`,
        city: CITIES[customer % CITIES.length],
        zip: `0${10_000 + customer}`.slice(-5),
        country_code: 'DE',
      },
      discount_codes: [],
      line_items: lines,
    };
  });
}

function charges(from: number, hasMore: boolean): string {
  const data = Array.from({ length: 40 }, (_, offset) => {
    const index = from + offset;
    return {
      id: `ch_3Q${String.fromCharCode(97 + pick(index, 26))}${index.toString(36).padStart(6, '0')}x`,
      object: 'charge',
      amount: 500 + pick(index, 20_000),
      amount_refunded: pick(index, 10) === 0 ? 500 : 0,
      balance_transaction: `txn_1Q${index.toString(36).padStart(6, '0')}`,
      billing_details: {
        email: `payer${pick(index, 50)}@example.org`,
        name: NAMES[pick(index, NAMES.length)],
      },
      captured: true,
      created: 1_772_400_000 + index * 1800,
      currency: 'eur',
      customer: `cus_N${pick(index, 50).toString(36).padStart(4, '0')}`,
      description: null,
      failure_code: pick(index, 8) === 0 ? 'card_declined' : null,
      livemode: false,
      metadata: {},
      paid: pick(index, 8) !== 0,
      payment_method_details: {
        type: 'card',
        card: {
          brand: pick(index, 2) === 0 ? 'visa' : 'mastercard',
          exp_month: 1 + pick(index, 12),
          exp_year: 2028,
          last4: '4242',
        },
      },
      refunded: false,
      status: pick(index, 8) === 0 ? 'failed' : 'succeeded',
    };
  });
  return JSON.stringify({ object: 'list', url: '/v1/charges', has_more: hasMore, data });
}

function rates(): string {
  const days = Array.from({ length: 90 }, (_, index) => new Date(Date.UTC(2026, 2, 31) - index * 86_400_000))
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day, index) => {
      const value = (base: number, digits: number): string =>
        (base * (1 + pick(index, 300) / 10_000)).toFixed(digits);
      const values = [value(1.08, 4), value(161.2, 2), 'N/A', value(7.45, 4), value(0.85, 5), 'N/A'];
      return `${day.toISOString().slice(0, 10)},${values.join(',')},`;
    });
  return `Date,USD,JPY,CYP,DKK,GBP,TRL,\n${days.join('\n')}\n`;
}

function invoices(): string {
  const rows = Array.from({ length: 80 }, (_, index) => {
    const date = `${two(1 + pick(index, 28))}.${two(1 + pick(index, 3))}.2026`;
    const cents = 100_000 + pick(index, 9_000_000);
    const [whole = '', fraction = ''] = money(cents).split('.');
    const amount = `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '.')},${fraction}`;
    const paid = pick(index, 3) === 0 ? '' : date;
    return `RE-${String(index + 1).padStart(5, '0')};${date};"Müller ${pick(index, 9)}; Söhne";${amount} €;${pick(index, 2) === 0 ? 'ja' : 'nein'};${paid}`;
  });
  return `\uFEFFRechnungs-Nr.;Datum;Kunde;Betrag (brutto);Bezahlt;Bezahlt am\r\n${rows.join('\r\n')}\r\n`;
}

/**
 * Files in the layouts that public interfaces document, generated: no record of any of them is copied.
 *
 * Orders after "Order" of Shopify's REST Admin API, charges after "The Charge object" and "List all charges" of Stripe's API, rates
 * after the historical reference rates of the European Central Bank ("eurofxref-hist.csv"), a bill after what a spreadsheet exports in
 * German.
 */
export const PUBLIC_LAYOUTS: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>> = {
  orders: { '2026-03-02.json': JSON.stringify({ orders: shopOrders() }) },
  charges: { 'page-1.json': charges(0, true), 'page-2.json': charges(40, false) },
  rates: { 'eurofxref-hist.csv': rates() },
  invoices: { 'Rechnungen 2026.csv': invoices() },
};
