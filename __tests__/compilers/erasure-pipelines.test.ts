import { type Activity, departmentPipelines, factoryIssues } from '../../compilers/internal';
import { CompanyGraph, type Department } from '../../model';
import { evaluate } from '../emulators/pipeline-expressions';
import { company } from '../../departments';
import { personsCompany } from '../support/persons-company';

const definitionOf = (name: string, of = personsCompany) => {
  const department = of.departments.find((each) => each.name === name) as Department;
  return departmentPipelines({
    graph: new CompanyGraph(of),
    department,
    container: (owner, zone) => `${owner}-${zone}`,
    deployment: [{ name: 'nothing', sql: 'SELECT 1' }],
  });
};
const erase = (name: string, of = personsCompany) =>
  definitionOf(name, of).pipelines.filter((pipeline) => pipeline.name.endsWith('_erase'));
const [shop] = erase('shop');
const named = (name: string): Activity => shop!.activities.find((activity) => activity.name === name)!;
const condition = (activity: Activity): string =>
  (activity['typeProperties'] as { expression: { value: string } }).expression.value;

describe('<department>_erase', () => {
  it('is there where a department knows persons, and has no trigger', () => {
    expect(erase('office')).toEqual([]);
    expect(shop?.parameters).toEqual({ subject: '', keys: '[]', file: '' });
    expect(definitionOf('shop').triggers.map(({ pipeline }) => pipeline)).not.toContain('shop_erase');
  });

  it('finds rows by key, then computes what is left, then stores it, one after the other', () => {
    const names = [
      'CheckRequest',
      'ReadPepper',
      'CollectKeys',
      'ErasePersons',
      'DeleteKeys',
      'DeleteRequest',
      'Fill_booked',
      'Fill_worth',
      'Store_stored_letters',
    ];
    expect(shop?.activities.map(({ name }) => name)).toEqual(names);
    expect(shop?.activities.map(({ dependsOn }) => dependsOn.map(({ activity }) => activity))).toEqual([
      [],
      ...names.slice(0, -1).map((name) => [name]),
    ]);
  });

  it('computes a table of a time range from its first day', () => {
    const { dataFlow } = named('Fill_booked')['typeProperties'] as { dataFlow: { parameters: object } };
    expect(dataFlow.parameters).toEqual({ rangeStart: "'0001-01-01'" });
  });

  it('keeps keys and pepper out of the log of its activities', () => {
    const policy = (activity: Activity | undefined): unknown => activity?.['policy'];
    const { ifFalseActivities } = named('CollectKeys')['typeProperties'] as { ifFalseActivities: Activity[] };
    expect(policy(ifFalseActivities[0])).toMatchObject({ secureInput: true });
    expect(policy(named('ErasePersons'))).toMatchObject({ secureInput: true });
    expect(policy(named('ReadPepper'))).toMatchObject({ secureOutput: true });
  });

  it.each([
    ['keys', { subject: 'customer', keys: '["42", "43"]', file: '' }, true],
    ['a file', { subject: 'payer', keys: '[]', file: 'march.csv' }, true],
    ['both', { subject: 'payer', keys: '["42"]', file: 'march.csv' }, false],
    ['nobody', { subject: 'payer', keys: '[]', file: '' }, false],
    ['another kind of person', { subject: 'visitor', keys: '["42"]', file: '' }, false],
  ])('takes %s', (_, parameters, isTaken) => {
    expect(evaluate(condition(named('CheckRequest')), { parameters })).toBe(isTaken);
  });

  it('hands keys over one a line', () => {
    const { ifFalseActivities } = named('CollectKeys')['typeProperties'] as {
      ifFalseActivities: {
        typeProperties: { source: { additionalColumns: { name: string; value: { value: string } }[] } };
      }[];
    };
    const [added] = ifFalseActivities[0]!.typeProperties.source.additionalColumns;
    expect(added?.name).toBe('key');
    expect(evaluate(added!.value.value, { parameters: { keys: '["a\'b", "42"]' } })).toBe("a'b\n42");
  });

  it('keeps the rules of Data Factory, in every department of the reference company', () => {
    for (const { name } of company.departments) {
      const definition = definitionOf(name, company);
      expect(factoryIssues(definition)).toEqual([]);
    }
    expect(
      company.departments.flatMap(({ name }) => erase(name, company).map((pipeline) => pipeline.name)),
    ).toEqual(['operations_erase', 'it_security_erase', 'marketing_erase']);
  });
});
