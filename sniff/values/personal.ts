import { isIPv6 } from 'node:net';
import { rowsOf, type ValueCount } from './value-counts';

/** What a column about persons holds. */
export type PersonalKind =
  | 'e-mail address'
  | 'phone number'
  | 'IBAN'
  | 'card number'
  | 'IP address'
  | 'name of a person'
  | 'postal address'
  | 'date of birth'
  | 'number of a person';

/** Why a column is taken to be about persons. */
export interface PersonalReading {
  /** What it holds. */
  readonly kind: PersonalKind;
  /** By what that was seen, in words. */
  readonly why: string;
}

/** Names of columns, in the languages of Europe's shops, as parts between underscores. */
const NAMES: readonly (readonly [kind: PersonalKind, pattern: RegExp])[] = [
  ['e-mail address', /(?:^|_)(?:e_?mail|mail|courriel|correo)(?:_address|_adresse)?$/],
  [
    'phone number',
    /(?:^|_)(?:phone|tel|telephone|telefon|mobile|handy|fax|cell|telefono)(?:_?(?:no|nr|number|nummer))?$/,
  ],
  ['IBAN', /(?:^|_)(?:iban|bank_account|kontonummer|account_no|account_number)$/],
  ['card number', /(?:^|_)(?:card_number|card_no|pan|credit_card|kreditkarte|creditcard)$/],
  ['IP address', /(?:^|_)(?:ip|ip_?addr|ip_?address|client_ip|remote_addr|browser_ip)$/],
  ['date of birth', /(?:^|_)(?:dob|birth_?(?:date|day)|date_of_birth|born_on|geburtsdatum|geburtstag)$/],
  [
    'number of a person',
    /(?:^|_)(?:ssn|tax_id|passport(?:_no|_number)?|national_id|personalausweis|steuer_?id|nif|dni)$/,
  ],
  [
    'name of a person',
    /(?:^|_)(?:(?:first|last|full|given|family|middle|maiden|sur|fore|user|nick)_?name|vorname|nachname|prenom|nom|apellidos?|cognome)$/,
  ],
  [
    'name of a person',
    /(?:^|_)(?:customer|client|contact|recipient|buyer|payer|owner|holder|cardholder|employee|person|shipping|billing|kunde|kunden)_?name$/,
  ],
  [
    'postal address',
    /(?:^|_)(?:street|strasse|address_?(?:line)?_?[12]?|adresse|rue|calle|anschrift|house_?no)$/,
  ],
];

/** Sources whose rows are persons. */
const PERSONS =
  /^(?:customer|client|user|contact|member|employee|person|people|subscriber|lead|kunde|kunden)s?$/;

const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const PHONE = /^(?:\+|00)[1-9][0-9 ()./-]{6,18}$/;
const PERSON_NAME = /^\p{Lu}[\p{Ll}'’-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}$/u;

/** What has names of several words and is no person. */
const THINGS =
  /(?:^|[-_])(?:products?|items?|articles?|variants?|compan(?:y|ies)|brands?|shops?|stores?|categor(?:y|ies)|cit(?:y|ies)|campaigns?|events?|plans?|files?)(?:$|[-_])/;

/** Texts by what they hold, each with how many of a column have to. */
const CONTENTS: readonly (readonly [kind: PersonalKind, holds: (text: string) => boolean, share: number])[] =
  [
    ['e-mail address', (text) => EMAIL.test(text), 0.8],
    ['IBAN', isIban, 0.8],
    ['card number', isCardNumber, 0.95],
    ['IP address', (text) => IPV4.test(text) || isIPv6(text), 0.9],
    ['phone number', (text) => PHONE.test(text), 0.8],
  ];

/**
 * What a column says of persons: by what its texts are, or by its name.
 *
 * @param name of the column, in the contract.
 * @param source the name of the source.
 * @param values what it holds.
 */
export function personalReading(
  name: string,
  source: string,
  values: readonly ValueCount[],
): PersonalReading | undefined {
  const rows = rowsOf(values);
  for (const [kind, holds, share] of CONTENTS) {
    const found = rowsOf(values.filter(({ text }) => holds(text)));
    // Four numbers in a row can be the version of a program, and a few digits happen to add up.
    const most = kind === 'card number' && values.length < 3 ? Infinity : share;
    if (rows > 0 && found / rows >= most)
      return { kind, why: `${found} of ${rows} values are ${indefinite(kind)}` };
  }
  const named = NAMES.find(([, pattern]) => pattern.test(name));
  if (named) return { kind: named[0], why: 'its name says so' };
  const isName = /(?:^|_)names?$/.test(name) && values.length > 0;
  if (isName && PERSONS.test(source)) return { kind: 'name of a person', why: `it is a name, of ${source}` };
  const persons = values.filter(({ text }) => PERSON_NAME.test(text)).length;
  const isPeople = /(?:^|_)(?:name|customer|contact|author|recipient|buyer|employee)$/.test(name);
  return isPeople &&
    persons >= 5 &&
    persons / values.length >= 0.9 &&
    !THINGS.test(name) &&
    !(name === 'name' && THINGS.test(source))
    ? { kind: 'name of a person', why: `${persons} of ${values.length} texts look like names of persons` }
    : undefined;
}

/** E-mail addresses inside of longer texts, such as comments. */
export function hasAddressesInside(values: readonly ValueCount[]): number {
  return rowsOf(values.filter(({ text }) => /[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)));
}

/** An example without what it says: the first letter, and the signs between the others. */
export function masked(text: string): string {
  return text.replaceAll(/(?<!^)[\p{L}\p{N}]/gu, '*');
}

/** The kind of person that a column's values identify, by its name; nothing where they identify none. */
export function subjectOf(name: string, source: string): string | undefined {
  const found =
    /(?:^|_)(customer|client|kunden?|user|member|account|contact|employee|buyer|payer|subscriber|patient|visitor)_?(?:id|no|nr|number|key|code|ref|uuid)?$/.exec(
      name,
    );
  if (found?.[1] !== undefined) return kindOfPerson(found[1]);
  const ofPersons = /^(customer|client|kunden?|user|contact|member|employee|subscriber|lead)s?$/.exec(source);
  return ofPersons?.[1] !== undefined && /^(?:id|no|number|key|code|uuid)$/.test(name)
    ? kindOfPerson(ofPersons[1])
    : undefined;
}

function kindOfPerson(word: string): string {
  return /^(?:client|kunde)/.test(word) ? 'customer' : word;
}

function indefinite(kind: PersonalKind): string {
  return `${kind}${kind.endsWith('s') ? 'es' : kind === 'name of a person' ? '' : kind.endsWith('ss') ? 'es' : 's'}`;
}

function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  const digits = `${plain.slice(4)}${plain.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}

/** Cards of the large networks begin with 3 to 6, and their digits add up (ISO/IEC 7812, the method of Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[ -]/g, '');
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
