import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { formatReport } from '../../preview';
import { AT, Deliveries, event, filesOf, HEADER, orders, visits } from '../support/deliveries';

const { bronze, data, out, rowsOf, run, write } = Deliveries.forEachTest();

describe('the report', () => {
  it('names files in quarantine, and a source of which nothing is left', async () => {
    write({
      'visits/a.xlsx': 'xx',
      'visits/b.jsonl': '{"id":1}\n',
      'orders/a.csv': `${HEADER}1,,1,${AT}\n2\n`,
    });
    expect(
      formatReport(await run(visits, orders))
        .split('\n')
        .slice(-14),
    ).toEqual([
      'Quarantined, by the first rule broken:',
      'table   rule               rows',
      '------  -----------------  ----',
      'visits  missing-column:at     1',
      'visits  unknown-format        1',
      'orders  malformed-row         1',
      '',
      'Files in quarantine:',
      'file            rule               reason                                                                                           bytes     rows',
      '--------------  -----------------  -----------------------------------------------------------------------------------------------  -----  -------',
      'visits/a.xlsx   unknown-format     ends in ".xlsx"; allowed: .csv, .json, .jsonl, .ndjson, .parquet, .avro; save each sheet as CSV      2  unknown',
      'visits/b.jsonl  missing-column:at  none of its documents has the key                                                                    9        1',
      '',
      'Nothing of "visits" could be used: every file of it (2) is in quarantine.',
    ]);
  });

  it('says what to do about values in a form of their own', async () => {
    const advice =
      'A source that writes values in a form of its own says so in its contract; "lakehouse sniff" on its files proposes how.';
    write({ 'orders/a.csv': `${HEADER}1,,1,${AT}\n` });
    expect(formatReport(await run(orders))).not.toContain(advice);
    write({ 'orders/a.csv': `${HEADER}1,,1,31/12/2025\n` });
    expect(formatReport(await run(orders)).split('\n')).toContain(advice);
  });

  it('is the same for the same files', async () => {
    write({
      'visits/a.jsonl': `${event(1)}\n{\n5\n${event(2)}\n`,
      'visits/b.jsonl': 'x\n',
      'visits/c.txt': '',
    });
    const bytes = async () => {
      await run(visits);
      return ['run.json', 'bronze/visits.parquet', 'quarantine/visits.delivery.parquet'].map((name) =>
        readFileSync(join(out(), name)).toString('base64'),
      );
    };
    expect(await bytes()).toEqual(await bytes());
  });
});

describe('a file name', () => {
  it('is no pattern, and says nothing of the rows', async () => {
    write({
      'visits/a[1].jsonl': `${event(1)}\n`,
      'visits/a1.jsonl': `${event(2)}\n`,
      'visits/page=x/*.jsonl': `${event(3)}\n`,
      "visits/it's.json": `[${event(4)},5]`,
    });
    await run(visits);
    expect((await rowsOf('bronze/visits.parquet')).map((row) => [row[0], row[1], row[3]]).sort()).toEqual([
      ['1', null, 'a[1].jsonl'],
      ['2', null, 'a1.jsonl'],
      ['3', null, 'page=x/*.jsonl'],
      ['4', null, "it's.json"],
    ]);
  });

  it('may be a link; one that leads nowhere goes to quarantine', async () => {
    write({ 'other/a.jsonl': `${event(1)}\n`, 'visits/b.jsonl': '' });
    symlinkSync(join(data(), 'other/a.jsonl'), join(data(), 'visits/link.jsonl'));
    symlinkSync(join(data(), 'nowhere'), join(data(), 'visits/lost.jsonl'));
    const report = await run(visits);
    expect(await bronze('visits')).toEqual(['1']);
    expect(filesOf(report)).toEqual([
      ['lost.jsonl', 'unreadable-file', 'is a link that leads nowhere', null],
    ]);
  });
});
