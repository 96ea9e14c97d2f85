import { type Company, type DataContract, formattedColumns, pathOf, type Issue } from '../../model';
import { connectorOf } from './connectors';

/** Everything wrong with where the batches of a company come from. */
export function connectorIssues(company: Company): Issue[] {
  return company.departments.flatMap((department) =>
    department.sources.flatMap((contract) => sourceIssues(`${department.name}/${contract.name}`, contract)),
  );
}

function sourceIssues(at: string, contract: DataContract): Issue[] {
  const connector = connectorOf(contract);
  const folders = connector?.partitioned === true ? [] : folderIssues(at, contract);
  if (connector === undefined) return folders;
  return [
    ...folders,
    ...connector.issues().map((issue) => ({ ...issue, at, prop: `delivery.from.${issue.prop}` })),
    ...(connector.format === 'json-lines' ? [] : nestedIssues(at, contract)),
    ...(connector.hasTypes ? typedIssues(at, contract) : []),
  ];
}

/** The query of an extract writes every value itself. */
function typedIssues(at: string, contract: DataContract): Issue[] {
  return formattedColumns(contract).flatMap(([name, { format }]) =>
    format === undefined
      ? []
      : [
          {
            code: 'LH1408',
            at,
            prop: `columns.${name}`,
            got: 'says how its text is written, and its rows come from a database',
            allowed: 'types alone: the query that extracts rows writes them as text',
            change: 'remove it, or let the table hold text and type it in a view',
          } satisfies Issue,
        ],
  );
}

/** What is fetched or streamed lies in folders of the library. */
function folderIssues(at: string, { columns, delivery }: DataContract): Issue[] {
  const kind = delivery.kind === 'batch' ? delivery.from.kind : delivery.kind;
  return Object.entries(columns).flatMap(([name, { folder }]) =>
    folder === undefined
      ? []
      : [
          {
            code: 'LH1431',
            at,
            prop: `columns.${name}`,
            got: `is in the name of a folder of a source of kind "${kind}"`,
            allowed: "sources of kind 'files', whose folders are the producer's",
            change: 'let the files hold the value, or have them dropped',
          } satisfies Issue,
        ],
  );
}

/** Objects and arrays are values of JSON. */
function nestedIssues(at: string, contract: DataContract): Issue[] {
  return Object.entries(contract.columns).flatMap(([name, { type }]) => {
    const got = [
      ...(pathOf(contract, name).length > 1 ? ['is inside an object'] : []),
      ...(type.kind === 'array' ? ['is an array'] : []),
    ];
    return got.map((words): Issue => ({
      code: 'LH1011',
      at,
      prop: `columns.${name}`,
      got: `${words}, and the files are CSV`,
      allowed: "a stream, or a delivery of format 'json-lines'",
      change: 'change the format, or deliver the value in a column of its own',
    }));
  });
}
