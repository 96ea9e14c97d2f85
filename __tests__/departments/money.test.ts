import { company } from '../../departments';

describe('money of gold', () => {
  const columns = company.departments.flatMap(({ tables }) =>
    tables
      .filter(({ zone }) => zone === 'gold')
      .flatMap((table) =>
        table.columns
          .filter(({ name }) => /_(eur|cost|saving)($|_)/.test(name))
          .map(({ name, type }) => [`${table.name}.${name}`, type] as const),
      ),
  );

  it('is what people read: in cents, and in nothing smaller', () => {
    expect(columns.length).toBeGreaterThan(8);
    for (const [name, type] of columns)
      expect([name, type]).toMatchObject([name, { kind: 'decimal', scale: 2 }]);
  });
});
