import { type DataContract, type AlertRule } from '../../model';
import { landingOutput, outputsOf } from './names';
import { inputsOf, ruleQuery, ruleStatement } from './rules';

/** A Stream Analytics query with the names it uses. */
export interface StreamQuery {
  /** The query, all statements. */
  readonly text: string;
  /** Names after FROM and JOIN that are no steps of the query itself. */
  readonly inputs: readonly string[];
  /** Names after INTO. */
  readonly outputs: readonly string[];
}

/**
 * The query of a landing job: every streamed source as it arrives, whole. It depends on nothing but the sources' names, so that
 * neither a changed rule, a changed contract nor another order of sources stops the landing.
 *
 * @param streams the streamed sources.
 */
export function compileLandingQuery(streams: readonly Pick<DataContract, 'name'>[]): StreamQuery {
  const names = streams.map(({ name }) => name).sort();
  return {
    text: names.map((name) => `SELECT *\nINTO [${landingOutput(name)}]\nFROM [${name}]`).join('\n\n'),
    inputs: names,
    outputs: names.map(landingOutput),
  };
}

/**
 * The query of a job of alert rules.
 *
 * @param contracts the streamed sources that the rules watch.
 * @param rules what is asked of them.
 * @param environment decides which rules go to Power BI; none do without.
 */
export function compileRulesQuery(
  contracts: readonly DataContract[],
  rules: readonly AlertRule[],
  environment?: string,
): StreamQuery {
  const asked = rules.map((rule) => {
    const contract = contracts.find(({ name }) => name === rule.source);
    if (!contract) throw new Error(`not validated: alert "${rule.name}" watches "${rule.source}"`);
    return { rule, query: ruleQuery(rule, contract), outputs: outputsOf(rule, environment) };
  });
  const steps = asked.flatMap(({ query }) => query.steps);
  const statements = asked.flatMap(({ rule, query, outputs }) =>
    outputs.map((output) => ruleStatement(rule, query, output)),
  );
  const before = steps.map(({ name, text }) => `[${name}] AS (\n${text}\n)`).join(',\n');
  return {
    text: [...(before === '' ? [] : [`WITH ${before}`]), ...statements].join('\n\n'),
    inputs: [...new Set(rules.flatMap(inputsOf))],
    outputs: asked.flatMap(({ outputs }) => outputs),
  };
}
