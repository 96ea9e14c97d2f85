import { lifecycleRules } from '../../../constructs/hosts';
import { department } from '../../../model';
import { smallCompany } from '../../support/small-company';

const sales = smallCompany().departments[0]!;

describe('lifecycleRules', () => {
  test('empties landing and quarantine, and keeps bronze as long as the longest contract asks', () => {
    expect(lifecycleRules(sales)).toEqual([
      { name: 'sales-landing', prefixes: ['sales-landing/'], deleteAfterDays: 7 },
      { name: 'sales-bronze', prefixes: ['sales-bronze/'], coolAfterDays: 30, deleteAfterDays: 400 },
      { name: 'sales-quarantine', prefixes: ['sales-quarantine/'], deleteAfterDays: 30 },
    ]);
  });

  test("takes the department's own days", () => {
    const retention = { landing: 2, bronzeCool: 10, quarantine: 20 };
    expect(lifecycleRules({ ...sales, retention })).toMatchObject([
      { deleteAfterDays: 2 },
      { coolAfterDays: 10 },
      { deleteAfterDays: 20 },
    ]);
  });

  test('does not cool what is deleted before', () => {
    const retention = { landing: 7, bronzeCool: 400, quarantine: 90 };
    expect(lifecycleRules({ ...sales, retention })[1]?.coolAfterDays).toBeUndefined();
  });

  test('is only about quarantine where nothing lands', () => {
    const board = department('board', { description: 'Decides' });
    expect(lifecycleRules(board).map(({ name }) => name)).toEqual(['board-quarantine']);
  });

  test('leaves silver and gold alone', () => {
    const prefixes = smallCompany()
      .departments.flatMap(lifecycleRules)
      .flatMap((rule) => rule.prefixes);
    expect(prefixes.filter((prefix) => /silver|gold|secrets/.test(prefix))).toEqual([]);
  });
});
