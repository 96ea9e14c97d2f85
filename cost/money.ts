/** An amount as people read it: `1,234.50 USD`. */
export function money(amount: number, currency: string): string {
  return `${grouped(amount.toFixed(2))} ${currency}`;
}

/** Whether an amount is a cent at least, in whatever order it was added up: sums differ in their last digits by that. */
export function isCent(amount: number): boolean {
  return amount > 0.01 - 1e-9;
}

/** A number as people read it, with at most three digits that count behind the point. */
export function figure(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return grouped(value.toFixed(0));
  return grouped(String(Number(value.toPrecision(3))));
}

function grouped(digits: string): string {
  const [whole = '', ...rest] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.');
}
