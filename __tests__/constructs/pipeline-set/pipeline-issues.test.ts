import {
  type Activity,
  dataFlow,
  expression,
  type Pipeline,
  pipelineIssues,
  wait,
} from '../../../compilers/internal';
import { describeIssue } from '../../../model';

describe('pipelineIssues', () => {
  const pipeline = (change: Partial<Pipeline>): Pipeline => ({
    name: 'p',
    description: '',
    parameters: {},
    activities: [wait({ name: 'A', seconds: 1 })],
    ...change,
  });
  const after = (name: string, ...before: string[]): Activity => ({
    ...wait({ name, seconds: 1 }),
    dependsOn: before.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
  });
  const run = (name: string, value: string): Activity =>
    dataFlow({ name, flow: 'f', parameters: { x: expression(value) } });
  const issuesOf = (change: Partial<Pipeline>) => pipelineIssues(pipeline(change)).map(describeIssue);
  const long = 'n'.repeat(141);

  test('are none for what Data Factory takes', () => {
    expect(
      issuesOf({
        parameters: { day: '' },
        activities: [
          after('A'),
          after('B', 'A'),
          {
            ...run('C', "@concat(pipeline().parameters.day, activity('A').output)"),
            dependsOn: after('C', 'B').dependsOn,
          },
        ],
      }),
    ).toEqual([]);
    expect(issuesOf({ name: 'n'.repeat(140), activities: [after('a'.repeat(55))] })).toEqual([]);
    expect(issuesOf({ activities: Array.from({ length: 80 }, (_, index) => after(`A${index}`)) })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<Pipeline>, string[]]>([
    [
      'a pipeline with a name that is too long',
      { name: long },
      [
        `LH7001 ${long}: "name" is "${long}"; allowed: 1 to 140 letters, digits, dashes and underscores; shorten the names it is made of`,
      ],
    ],
    [
      'a pipeline with an odd name',
      { name: 'a/b' },
      [
        'LH7001 a/b: "name" is "a/b"; allowed: 1 to 140 letters, digits, dashes and underscores; shorten the names it is made of',
      ],
    ],
    [
      'no activities',
      { activities: [] },
      [
        'LH7002 p: "activities" has 0; allowed: 1 to 120; split the pipeline; source: "Azure subscription and service limits, quotas, and constraints, Data Factory"',
      ],
    ],
    [
      'more activities than a pipeline holds',
      { activities: Array.from({ length: 121 }, (_, index) => after(`A${index}`)) },
      [
        'LH7002 p: "activities" has 121; allowed: 1 to 120; split the pipeline; source: "Azure subscription and service limits, quotas, and constraints, Data Factory"',
      ],
    ],
    [
      'two activities of one name',
      { activities: [after('A'), after('A')] },
      ['LH0003 p: "activities" has "A" twice; allowed: each name once; rename one'],
    ],
    [
      'an activity with a name that is too long',
      { activities: [after('a'.repeat(56))] },
      [
        `LH7001 p: "activities" has "${'a'.repeat(56)}", 56 characters; allowed: names of 1 to 55 letters, digits, spaces and underscores; shorten the name`,
      ],
    ],
    [
      'an activity with an odd name',
      { activities: [after('A.B')] },
      [
        'LH7001 p: "activities" has "A.B", 3 characters; allowed: names of 1 to 55 letters, digits, spaces and underscores; shorten the name',
      ],
    ],
    [
      'an activity after one that is not there',
      { activities: [after('A'), after('B', 'X')] },
      [
        'LH7003 p: "activities" has "B", which comes after "X"; allowed: A, B; name an activity of this pipeline',
      ],
    ],
    [
      'a cycle',
      { activities: [after('A'), after('B', 'C'), after('C', 'B', 'A')] },
      [
        'LH7007 p: "activities" has a cycle among B, C; allowed: activities with a first and a last; take one dependency out',
      ],
    ],
    [
      'an activity after itself',
      { activities: [after('A', 'A')] },
      [
        'LH7007 p: "activities" has a cycle among A; allowed: activities with a first and a last; take one dependency out',
      ],
    ],
    [
      'a parameter that is not declared',
      {
        parameters: { day: '' },
        activities: [run('A', '@concat(pipeline().parameters.day, pipeline().parameters.hour)')],
      },
      ['LH7008 p: "parameters" lacks "hour", which an activity uses; allowed: day; declare the parameter'],
    ],
    [
      'a parameter that is not used',
      { parameters: { day: '' } },
      [
        'LH7008 p: "parameters" has "day", which no activity uses; allowed: parameters that are used; remove it',
      ],
    ],
    [
      'the output of an activity that is not there',
      { activities: [after('A'), run('B', "@activity('X').output")] },
      ['LH7009 p: "activities" use the output of "X"; allowed: A, B; name an activity of this pipeline'],
    ],
    [
      'several at once',
      { parameters: { day: '' }, activities: [after('A', 'X'), after('A')] },
      [
        'LH0003 p: "activities" has "A" twice; allowed: each name once; rename one',
        'LH7003 p: "activities" has "A", which comes after "X"; allowed: A, A; name an activity of this pipeline',
        'LH7008 p: "parameters" has "day", which no activity uses; allowed: parameters that are used; remove it',
      ],
    ],
  ])('report %s', (_, change, issues) => {
    expect(issuesOf(change)).toEqual(issues);
  });
});
