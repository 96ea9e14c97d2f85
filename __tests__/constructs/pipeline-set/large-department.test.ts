import {
  allActivities,
  factoryIssues,
  MAX_ACTIVITIES,
  MAX_ACTIVITY_NAME,
  MAX_EXPRESSION,
  MAX_PIPELINE_NAME,
} from '../../../compilers/internal';
import { describeIssue } from '../../../model';
import { largeDepartment } from '../../../bench/large-department';
import { dev } from '../../support/small-company';
import { resources, synth } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';
import { companyOf } from '../lakehouse/shop';
import { planIn } from './connectors';
import { companyIssues } from '../../../validation';

/** Entities that a factory holds. Source: "Azure subscription and service limits", Data Factory. */
const MAX_ENTITIES = 5000;

const large = largeDepartment({ sources: 100, derived: 100, gold: 100 });
const { stack, pipelines: set } = shopIn(dev, large);
const { definition } = set;
/** The same under the longest name that a department can have. */
const named = largeDepartment({ sources: 100, derived: 100, gold: 100 }, 'department-of-length');
const longest = planIn([named], named);
const terraform = synth(stack);

describe('a department of 100 sources and 300 tables', () => {
  test('is valid', () => {
    expect(companyIssues(companyOf(large)).map(describeIssue)).toEqual([]);
    expect(factoryIssues(definition).map(describeIssue)).toEqual([]);
  });

  test('has a pipeline for each source and each stored gold table, and few that fill silver tables alone', () => {
    const count = (verb: string) =>
      definition.pipelines.filter(({ name }) => name.startsWith(`large_${verb}_`)).length;
    expect([count('copy'), count('materialize')]).toEqual([100, 50]);
    const alone = definition.pipelines.filter(({ name }) => /^large_fill(_\d+)?$/.test(name));
    const filled = alone.map(({ activities }) =>
      allActivities(activities).filter(({ type }) => type === 'ExecuteDataFlow'),
    );
    expect(filled.map(({ length }) => length)).toEqual(Array.from({ length: 8 }, () => 25));
    expect(new Set(filled.flat().map(({ name }) => name)).size).toBe(200);
    expect(alone.map(({ name }) => name)).toEqual([
      'large_fill',
      ...[2, 3, 4, 5, 6, 7, 8].map((number) => `large_fill_${number}`),
    ]);
    // Others fill the tables of a wave together, or erase persons, 20 tables each at most.
    const count20 = (verb: string) =>
      definition.dataFlows.filter(({ name }) => name.startsWith(`large_${verb}`)).length;
    expect([count20('flow_'), count20('erase_'), count20('together_')]).toEqual([200, 5, 8]);
  });

  test('keeps within the limits of Data Factory', () => {
    const sizes = definition.pipelines.map(({ activities }) => allActivities(activities).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_ACTIVITIES);
    expect(Math.max(...sizes)).toBeGreaterThan(30);
    const { datasets, dataFlows, pipelines, triggers } = longest;
    expect(factoryIssues(longest).map(describeIssue)).toEqual([]);
    expect(datasets.length + dataFlows.length + pipelines.length + triggers.length).toBeLessThan(
      MAX_ENTITIES,
    );
    for (const { name, activities } of pipelines) {
      expect(name.length).toBeLessThanOrEqual(MAX_PIPELINE_NAME);
      for (const activity of allActivities(activities))
        expect(activity.name.length).toBeLessThanOrEqual(MAX_ACTIVITY_NAME);
    }
    const expressions = [
      ...JSON.stringify(pipelines).matchAll(/"value":"((?:[^"\\]|\\.)*)","type":"Expression"/g),
    ];
    for (const [, text = ''] of expressions) expect(text.length).toBeLessThanOrEqual(MAX_EXPRESSION);
  });

  test('is synthesized whole', () => {
    for (const [type, list] of [
      ['pipeline', definition.pipelines],
      ['data_flow', definition.dataFlows],
      ['trigger_tumbling_window', definition.triggers],
      ['custom_dataset', definition.datasets],
    ] as const) {
      const names = resources(terraform, `azurerm_data_factory_${type}`).map(({ name }) => name);
      expect(names.sort()).toEqual(list.map(({ name }) => name).sort());
    }
  });

  test('has names that a further source leaves as they are', () => {
    const larger = largeDepartment({ sources: 101, derived: 100, gold: 100 });
    const names = new Set(planIn([larger], larger).pipelines.map(({ name }) => name));
    expect(definition.pipelines.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  });
});
