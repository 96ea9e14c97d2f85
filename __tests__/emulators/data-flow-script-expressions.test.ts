import { DataFlowScriptError } from './data-flow-script';
import { run, table } from './data-flow-script-fixtures';

const ONE_ROW = table('text string, absent string, day date, moment timestamp, amount decimal(10,2)', [
  'abc',
  null,
  '2024-02-29',
  '2024-02-29 13:14:15.123456',
  '12.50',
]);

/** The type and the text of an expression's value on one row. */
function evaluate(expression: string): string {
  const result = run({ in1: ONE_ROW }, 'd', `in1 derive(result = ${expression}) ~> d`);
  const at = result.columns.findIndex(({ name }) => name === 'result');
  return `${result.columns[at]?.type ?? ''} ${result.rows[0]?.[at] ?? 'null'}`;
}

describe('expressions', () => {
  // Examples of the expression reference, and Spark's rules where it has none.
  it.each([
    ["'a' + 'b'", 'string ab'],
    ["concat('dataflow', 'is', 'awesome')", 'string dataflowisawesome'],
    ["concat('a', absent)", 'string null'],
    ["concatWS(' is ', 'dataflow', 'awesome')", 'string dataflow is awesome'],
    ["concatWS('-', 'a', absent, 'b')", 'string a-b'],
    ["isNull(concatWS(toString(null()), 'a', 'b'))", 'boolean true'],
    ["trim('  dumbo  ')", 'string dumbo'],
    ["trim('!--!du!mbo!', '-!')", 'string du!mbo'],
    ["ltrim('!--!du!mbo!', '-!')", 'string du!mbo!'],
    ["rtrim('!--!du!mbo!', '-!')", 'string !--!du!mbo'],
    ["initCap('cool iceCREAM')", 'string Cool Icecream'],
    ["left('bojjus', 2)", 'string bo'],
    ["right('bojjus', 20)", 'string bojjus'],
    ["substring('Cat in the hat', 5, 2)", 'string in'],
    ["substring('Cat in the hat', 100, 100)", 'string '],
    ["replace('doggie dog', 'dog')", 'string gie '],
    ["instr('microsoft', 'o')", 'integer 5'],
    ["locate('o', 'microsoft', 6)", 'integer 7'],
    ["lpad('dumbo', 4, '-')", 'string dumb'],
    ["rpad('dumbo', 8, '<>')", 'string dumbo<><'],
    ["like('icecream', 'ice%')", 'boolean true'],
    ["startsWith('dumbo', 'du')", 'boolean true'],
    ["endsWith('dumbo', 'mbo')", 'boolean true'],
    ["length('dumbo')", 'integer 5'],
    ["upper('bojjus')", 'string BOJJUS'],
    ["reverse('gunchus')", 'string suhcnug'],
    ["translate('(gunchus)', '()', '[')", 'string [gunchus'],
    ["substringIndex('111-222-333', '-', -2)", 'string 222-333'],
    ["split('bojjus, guchus, dumbo', ', ')[1]", 'string bojjus'],
    ["isNull(split('a,b', ',')[0])", 'boolean true'],
    ["size(split('bojjus,guchus,dumbo', '|'))", 'integer 1'],
  ])('text: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ["regexMatch('200.50', '(\\\\d+).(\\\\d+)')", 'boolean true'],
    ["regexMatch('200.50', `(\\d+).(\\d+)`)", 'boolean true'],
    ["rlike('bogus', `M[0-9]+.*`)", 'boolean false'],
    ["regexExtract('Cost is between 600 and 800 dollars', `(\\d+) and (\\d+)`, 2)", 'string 800'],
    ["regexReplace('100 and 200', `(\\d+)`, 'gunchus')", 'string gunchus and gunchus'],
    ["regexReplace('a-b', `(\\w)-(\\w)`, '$2-$1')", 'string b-a'],
    ["regexSplit('bojjusAgunchusBdumboC', `[CAB]`)[3]", 'string dumbo'],
  ])('regular expressions: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ["case(10 + 20 == 25, 'bojjus', 'do' < 'go', 'gunchus')", 'string gunchus'],
    ["isNull(case(10 + 20 == 25, 'bojjus', 'do' > 'go', 'gunchus'))", 'boolean true'],
    ["case(10 + 20 == 25, 'bojjus', 'do' > 'go', 'gunchus', 'dumbo')", 'string dumbo'],
    ["iif(isNull(absent), 'none', absent)", 'string none'],
    ["iif(absent == 'x', 1, 2)", 'integer 2'],
    ['iif(true(), 1, 2L)', 'long 1'],
    ['coalesce(10, 20)', 'integer 10'],
    ["iifNull(null, 'data', 'factory')", 'string data'],
    ['in([10, 20, 30], 10)', 'boolean true'],
    ["in(['good', 'kid'], 'bad')", 'boolean false'],
    ["in(['a'], absent)", 'boolean null'],
    ['between(10, 5, 24)', 'boolean true'],
    ["absent == 'a'", 'boolean null'],
    ["absent == 'a' && false()", 'boolean false'],
    ["absent == 'a' || true()", 'boolean true'],
    ["!(absent == 'a')", 'boolean null'],
    ['true() ^ false()', 'boolean true'],
    ['xor(true, true)', 'boolean false'],
    ['not(10 == 20)', 'boolean true'],
    ["equalsIgnoreCase('abc', 'Abc')", 'boolean true'],
    ["'abc' <=> 'abc'", 'boolean true'],
    ['greatest(10, toInteger(null), 20)', 'integer 20'],
    ['least(10, 30, 15, 20)', 'integer 10'],
    ["compare('dumbo', 'dum') > 0", 'boolean true'],
    ["('dumbo' <= 'dum')", 'boolean false'],
  ])('logic: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ['10 * 20', 'integer 200'],
    ['2147483647 + 1', 'integer -2147483648'],
    ['2147483647 + 1L', 'long 2147483648'],
    ['20 % 8', 'integer 4'],
    ['-20 % 8', 'integer -4'],
    ['pMod(-20, 8)', 'integer 4'],
    ['7 % 0', 'integer null'],
    ['10.0 / 0', 'double null'],
    ['7.0 / 2', 'double 3.5'],
    ['amount + amount', 'decimal(11,2) 25.00'],
    ['amount * amount', 'decimal(21,4) 156.2500'],
    ['amount * 2', 'decimal(12,2) 25.00'],
    ['amount / 3', 'decimal(14,6) 4.166667'],
    ['amount / 0', 'decimal(14,6) null'],
    ['amount * 1.5', 'double 18.75'],
    ['toDecimal(1, 38, 18) * toDecimal(2, 38, 18)', 'decimal(38,6) 2.000000'],
    ['abs(-20)', 'integer 20'],
    ['floor(-0.1)', 'long -1'],
    ['ceil(-0.1)', 'long 0'],
    ['ceil(amount)', 'decimal(9,0) 13'],
    ['round(100.123)', 'double 100'],
    ['round(2.5, 0)', 'double 3'],
    ['round(-2.345, 2)', 'double -2.35'],
    ['round(5.3999999999999995, 2, 7)', 'double 5.4'],
    ['power(10, 2)', 'double 100'],
    ['sqrt(9)', 'double 3'],
  ])('numbers: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ["toInteger('123')", 'integer 123'],
    ["toInteger(' 12.7 ')", 'integer 12'],
    ["toInteger('x')", 'integer null'],
    ["toInteger('2147483648')", 'integer null'],
    ['toLong(-1.9)', 'long -1'],
    ["toDouble('123.45')", 'double 123.45'],
    ["toDecimal('123.45', 8, 4)", 'decimal(8,4) 123.4500'],
    ["toDecimal('2.345', 3, 2)", 'decimal(3,2) 2.35'],
    ["toDecimal('100', 4, 2)", 'decimal(4,2) null'],
    ["toDecimal('-0.005', 4, 2)", 'decimal(4,2) -0.01'],
    ["toBoolean('n')", 'boolean false'],
    ["isNull(toBoolean('truthy'))", 'boolean true'],
    ['toString(10)', 'string 10'],
    ['toString(amount)', 'string 12.50'],
    ['toString(1.0)', 'string 1.0'],
    ['toString(12345678.9)', 'string 1.23456789E7'],
    ["toString(123456.789, '##,###.##')", 'string 123,456.79'],
    ["toString(123.78, '000000.000')", 'string 000123.780'],
    ['toString(4 == 20)', 'string false'],
    ['toString(day)', 'string 2024-02-29'],
    ["toString(day, 'dd/MM/yy')", 'string 29/02/24'],
    ['toString(moment)', 'string 2024-02-29 13:14:15.123456'],
    ["toString(moment, 'yyyy-MM-dd\\'T\\'HH:mm:ss.SSS')", 'string 2024-02-29T13:14:15.123'],
    ["toString(toTimestamp('2020-01-01 10:00:00'))", 'string 2020-01-01 10:00:00'],
    ["toDate('2012-8-18')", 'date 2012-08-18'],
    ["toDate('12/18/2012', 'MM/dd/yyyy')", 'date 2012-12-18'],
    ["toDate('2012-02-31')", 'date null'],
    ["toDate('2012-02-31', 'yyyy-MM-dd')", 'date 2012-03-02'],
    ["isNull(toString(toDate('2018-12-31', 'MM/dd/yy')))", 'boolean true'],
    ['toDate(moment)', 'date 2024-02-29'],
    [
      "toTimestamp('12/31/2016T00:12:00', 'MM/dd/yyyy\\'T\\'HH:mm:ss')",
      'timestamp 2016-12-31 00:12:00.000000',
    ],
    ["millisecond(toTimestamp('2019-02-03 05:19:28.871', 'yyyy-MM-dd HH:mm:ss.SSS'))", 'integer 871'],
    [
      "toTimestamp('2020-01-01T10:00:00+02:00', 'yyyy-MM-dd\\'T\\'HH:mm:ssXXX')",
      'timestamp 2020-01-01 08:00:00.000000',
    ],
    ["isInteger('123')", 'boolean true'],
    ["isDate('2012-8-18')", 'boolean true'],
    ["isTimestamp('2012-8222.18')", 'boolean false'],
  ])('conversions: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ["toDate('2012-12-12') + 3", 'date 2012-12-15'],
    ["addDays(toDate('2016-08-08'), 1)", 'date 2016-08-09'],
    ["addMonths(toDate('2016-08-31'), 1)", 'date 2016-09-30'],
    ['subDays(day, 29)', 'date 2024-01-31'],
    ["addMonths(toTimestamp('2016-09-30 10:10:10'), -1)", 'timestamp 2016-08-31 10:10:10.000000'],
    ["subMonths(toDate('2016-09-30'), 1)", 'date 2016-08-31'],
    ["lastDayOfMonth(toDate('2009-01-12'))", 'date 2009-01-31'],
    ["dayOfWeek(toDate('2018-06-08'))", 'integer 6'],
    ["dayOfYear(toDate('2016-04-09'))", 'integer 100'],
    ["weekOfYear(toDate('2008-02-20'))", 'integer 8'],
    ['year(day)', 'integer 2024'],
    ['month(moment)', 'integer 2'],
    ['hour(moment)', 'integer 13'],
    ['minute(moment)', 'integer 14'],
    ['second(moment)', 'integer 15'],
    ['days(2)', 'long 172800000'],
    [
      "toTimestamp('2019-02-03 05:19:28.871') + (days(1) + hours(2) - seconds(10))",
      'timestamp 2019-02-04 07:19:18.871000',
    ],
    ["toTimestamp('2019-02-03 05:21:34.851') - toTimestamp('2019-02-03 05:21:36.923')", 'long -2072'],
    ["toDate('2012-12-15') - toDate('2012-12-12')", 'integer 3'],
    ["fromUTC(moment, 'Europe/Paris')", 'timestamp 2024-02-29 14:14:15.123456'],
    ["toUTC(moment, 'America/New_York')", 'timestamp 2024-02-29 18:14:15.123456'],
    ["monthsBetween(toTimestamp('1997-02-28 10:30:00'), toDate('1996-10-30'))", 'double 3.94959677'],
  ])('dates: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it('hashes as the examples of the reference do', () => {
    const values = "'gunchus', 8.2, 'bojjus', true, toDate('2010-4-4')";
    expect(evaluate(`sha2(256, ${values})`)).toBe(
      'string afe8a553b1761c67d76f8c31ceef7f71b66a1ee6f4e6d3b5478bf68b47d06bd3',
    );
    expect(evaluate(`md5(5, ${values})`)).toBe('string 4ce8a880bd621a1ffad0bca905e1bc5a');
    expect(evaluate(`sha1(5, ${values})`)).toBe('string 46d3b478e8ec4e1f3b453ac3d8e59d5854e282bb');
    expect(evaluate(`crc32(256, ${values})`)).toBe('long 3630253689');
    expect(evaluate("sha2(256, 'abc')")).toBe(
      'string ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it.each([
    ['contains([1, 2, 3, 4], #item == 3)', 'boolean true'],
    ['filter([1, 2, 3, 4], #item > 2)', 'integer[] ["3","4"]'],
    ['map([1, 2], #item + 2)', 'integer[] ["3","4"]'],
    ['mapIndex([1, 2, 3, 4], #item + 2 + #index)', 'integer[] ["4","6","8","10"]'],
    ["toString(reduce(['1', '2', '3', '4'], '0', #acc + #item, #result))", 'string 01234'],
    ['sort([4, 8, 2, 3], compare(#item1, #item2))', 'integer[] ["2","3","4","8"]'],
    ['slice([10, 20, 30, 40], 2)[1]', 'integer 20'],
    ['distinct([10, 20, 30, 10])', 'integer[] ["10","20","30"]'],
    ['union([10, 20, 30], [20, 40])', 'integer[] ["10","20","30","40"]'],
    ['except([10, 20, 30], [20, 40])', 'integer[] ["10","30"]'],
    ['intersect([10, 20, 30], [20, 40])', 'integer[] ["20"]'],
    ['find([10, 20, 30], #item > 10)', 'integer 20'],
    ["toString(byName('text'))", 'string abc'],
    ["toString(byName('bogus'))", 'string null'],
    ["hasColumn('text')", 'boolean true'],
    ['contains(array(toString(columns())), isNull(#item))', 'boolean true'],
    ["@(a = 1, b = 'x').b", 'string x'],
  ])('arrays and columns: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  it.each([
    ['toUpper(text)', 'unknown function "toUpper"'],
    ['txt', 'unknown column "txt"'],
    ['other@text', 'unknown column "other@text"'],
    ['1 / 2', 'the result of an integer division is not documented'],
    ["absent <=> 'a'", 'met a null'],
    ["'abc' <=> 'Abc'", 'differ only in case'],
    ['text + 1', 'does not take string and integer'],
    ['text == 1', 'cannot compare string with integer'],
    ['upper(1)', 'argument 1 must be string'],
    ['left(text)', 'takes 2 arguments, got 1'],
    ["byName('text')", 'needs a conversion'],
    ['null()', 'untyped null'],
    ['currentUTC()', 'another value at every run'],
    ['toDecimal(text)', 'takes a value, a precision and a scale'],
    ["regexMatch('abc123', `\\d+`)", 'anchor it'],
    ["regexExtract('abc', `(\\d+)`)", 'guard it with regexMatch'],
    ["toString(day, 'YYYY')", '"YYYY" is not supported'],
    ['sum(amount)', 'is an aggregate'],
    ['rowNumber()', 'belongs in a window'],
    ['isMatch()', 'no lookup stands before it'],
    ["hasError('x')", 'has the id "x"'],
    ['sha2(256, amount)', 'convert it with toString'],
    ['sha2(255, text)', 'must be 0, 224, 256, 384 or 512'],
    ['$missing', 'unknown parameter'],
    ['"a {text}"', 'interpolation'],
    ['coalesce(text, 1)', 'differ in type'],
    ['text === absent', '"===" is not documented'],
    ['true() ^ false() && true()', 'in parentheses'],
    ['substring(text, 0)', 'positions start at 1'],
    ['1 < 2 < 3', 'one comparison'],
    ["fromUTC(moment, 'PST')", 'IANA'],
    ['99999999999', 'write 99999999999L'],
    ["trim('\\tx')", 'not documented'],
    ['iif(1, 2, 3)', 'a condition must be boolean'],
    ['text[1]', 'cannot be indexed'],
    ['day == moment', 'cannot compare date with timestamp'],
  ])('refuses %s', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(DataFlowScriptError);
    expect(() => evaluate(expression)).toThrow(message);
  });
});
