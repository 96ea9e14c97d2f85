import {
  type Company,
  type DataContract,
  formattedColumns,
  isTypedFormat,
  type Issue,
  pathOf,
  physicalNameOf,
} from '../../model';
import { connectorOf } from './connectors';
import { FORMAT_NAMES } from './file-options';

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
    ...(connector.format === 'json-lines' ? [] : nestedIssues(at, contract, FORMAT_NAMES[connector.format])),
    ...(isTypedFormat(connector.format) ? typedFileIssues(at, contract, FORMAT_NAMES[connector.format]) : []),
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

/** Values of Parquet and Avro become text in the copy, in one form; see "Files with types" of `docs/formats.md`. */
function typedFileIssues(at: string, contract: DataContract, files: string): Issue[] {
  return formattedColumns(contract).flatMap(([name, column]): Issue[] => {
    const { number, boolean, clock } = column.format ?? {};
    const forms = [
      ...(number ? ['numbers are written'] : []),
      ...(boolean ? ['booleans are written'] : []),
      ...(clock === undefined ? [] : ['its clock goes']),
    ];
    const blank = /\s/.test(physicalNameOf(contract, name)) && column.folder === undefined;
    return [
      ...(forms.length === 0
        ? []
        : [
            {
              code: 'LH1453',
              at,
              prop: `columns.${name}`,
              got: `says how ${forms.join(' and ')}, and the files are ${files}, whose values have types`,
              allowed: 'patterns of texts, epochs of numbers and null markers',
              change: 'remove it; let days and times be in UTC, or deliver text',
            } satisfies Issue,
          ]),
      ...(blank
        ? [
            {
              code: 'LH1454',
              at,
              prop: `columns.${name}`,
              got: `is "${physicalNameOf(contract, name)}" in files of ${files}`,
              allowed: 'a name without blanks: a copy in Data Factory reads no other of them',
              change: 'let the producer rename it, or deliver CSV or JSON Lines',
            } satisfies Issue,
          ]
        : []),
    ];
  });
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
function nestedIssues(at: string, contract: DataContract, files: string): Issue[] {
  return Object.entries(contract.columns).flatMap(([name, { type }]) => {
    const got = [
      ...(pathOf(contract, name).length > 1 ? ['is inside an object'] : []),
      ...(type.kind === 'array' ? ['is an array'] : []),
    ];
    return got.map((words): Issue => ({
      code: 'LH1011',
      at,
      prop: `columns.${name}`,
      got: `${words}, and the files are ${files}${files === 'CSV' ? '' : ', of which a copy in Data Factory reads single values alone'}`,
      allowed: "a stream, or a delivery of format 'json-lines'",
      change: 'change the format, or deliver the value in a column of its own',
    }));
  });
}
