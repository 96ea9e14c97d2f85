import {
  type Alert,
  type DataContract,
  type DataType,
  deliveredPath,
  type Expression,
  type Issue,
  type Relation,
} from '../../model';

/** A Stream Analytics query with the names it uses. */
export interface StreamQuery {
  /** The query, all statements. */
  readonly text: string;
  /** Names after FROM. */
  readonly inputs: readonly string[];
  /** Names after INTO. */
  readonly outputs: readonly string[];
}

/** Name of the output that lands a source. */
export function landingOutput(source: string): string {
  return `landing-${source}`;
}

/** The query of a department's job: lands every streamed source as it arrives, and raises its alerts. */
export function compileStreamQuery(
  contracts: readonly DataContract[],
  alerts: readonly Alert[],
): StreamQuery {
  const landings = contracts.map(({ name }) => `SELECT *\nINTO [${landingOutput(name)}]\nFROM [${name}]`);
  const raised = alerts.map((alert) => {
    const contract = contracts.find(({ name }) => name === alert.source);
    if (!contract) throw new Error(`not validated: alert "${alert.name}" watches "${alert.source}"`);
    return alertQuery(alert, contract);
  });
  return {
    text: [...landings, ...raised].join('\n\n'),
    inputs: contracts.map(({ name }) => name),
    outputs: [...contracts.map(({ name }) => landingOutput(name)), ...alerts.map(({ name }) => name)],
  };
}

/** What an alert uses that Stream Analytics does not do the way the other engines do it. */
export function alertIssues(at: string, alert: Alert): Issue[] {
  return [...new Set(unsupported(conditionOf(alert.relation)))].map((name) => ({
    at,
    prop: 'when',
    got: `uses ${name}()`,
    allowed: [...OFFERED].sort().join(', '),
    change: 'compare the columns of the event as they are',
  }));
}

const OFFERED = new Set(['equals', 'lessThan', 'lessOrEqual', 'and', 'or', 'not', 'isNull', 'isIn']);

function unsupported(node: Expression): string[] {
  if (node.op !== 'call') return [];
  return [...(OFFERED.has(node.name) ? [] : [node.name]), ...node.arguments.flatMap(unsupported)];
}

function alertQuery(alert: Alert, contract: DataContract): string {
  const told = alert.relation.columns.map(
    ({ name, type }) => `    ${cast(name, type, contract)} AS [${name}]`,
  );
  return [
    'SELECT',
    [`    '${alert.name}' AS [alert]`, ...told, '    System.Timestamp() AS [raised_at]'].join(',\n'),
    `INTO [${alert.name}]`,
    `FROM [${contract.name}]`,
    `WHERE ${condition(conditionOf(alert.relation), contract)}`,
  ].join('\n');
}

function conditionOf(relation: Relation): Expression {
  if (relation.step === 'filter') return relation.condition;
  if (relation.step === 'read' || relation.step === 'sql')
    throw new Error('not validated: an alert without a condition');
  return conditionOf(relation.input);
}

function condition(node: Expression, contract: DataContract): string {
  const value = (inner: Expression): string => operand(inner, contract);
  if (node.op !== 'call') return `${value(node)} = 1`;
  const [a, b] = node.arguments;
  const inner = (expression: Expression | undefined): string =>
    expression ? condition(expression, contract) : '';
  switch (node.name) {
    case 'and':
      return `(${inner(a)} AND ${inner(b)})`;
    case 'or':
      return `(${inner(a)} OR ${inner(b)})`;
    case 'not':
      return `NOT (${inner(a)})`;
    case 'isNull':
      return `${a ? value(a) : ''} IS NULL`;
    case 'isIn':
      return `(${node.arguments
        .slice(1)
        .map((other) => `${a ? value(a) : ''} = ${value(other)}`)
        .join(' OR ')})`;
    default: {
      const operator = { equals: '=', lessThan: '<', lessOrEqual: '<=' }[node.name as 'equals'];
      return `${a ? value(a) : ''} ${operator} ${b ? value(b) : ''}`;
    }
  }
}

function operand(node: Expression, contract: DataContract): string {
  if (node.op === 'column') return cast(node.name, node.type, contract);
  if (node.op === 'literal')
    return typeof node.value === 'string' && node.type.kind === 'string'
      ? `'${node.value.replaceAll("'", "''")}'`
      : literal(node.value, node.type);
  throw new Error(`not validated: ${node.op === 'call' ? node.name : node.problem}`);
}

function literal(value: string | number | boolean | null, type: DataType): string {
  if (type.kind === 'boolean') return value ? '1' : '0';
  return type.kind === 'date' || type.kind === 'timestamp'
    ? `CAST('${String(value)}' AS datetime)`
    : String(value);
}

/** Events are read as they arrive, so every value is brought to its type first; what cannot be is null. */
function cast(column: string, type: DataType, contract: DataContract): string {
  const place = [contract.name, ...deliveredPath(contract, column)].map((name) => `[${name}]`).join('.');
  // An array is only ever tested for null.
  return type.kind === 'array' ? place : `TRY_CAST(${place} AS ${streamType(type)})`;
}

function streamType(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return 'nvarchar(max)';
    case 'integer':
    case 'long':
      return 'bigint';
    case 'boolean':
      return 'bit';
    case 'date':
    case 'timestamp':
      return 'datetime';
    default:
      return 'float';
  }
}
