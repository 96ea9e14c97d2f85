import { type Kind, type ValueFormat, type ValueFormats } from '../model';
import { allColumns, changedColumns } from './columns-inside';
import { type ColumnProposal } from './proposal';

/** Forms that a contract can say for all columns: where, of which kinds, and of which part of a column's form. */
const FORMS: readonly (readonly [of: keyof ValueFormats, part: keyof ValueFormat, kinds: readonly Kind[]])[] =
  [
    ['dates', 'patterns', ['date']],
    ['timestamps', 'patterns', ['timestamp']],
    ['clock', 'clock', ['timestamp']],
    ['numbers', 'number', ['long', 'decimal', 'double', 'integer']],
    ['booleans', 'boolean', ['boolean']],
  ];

/** What all columns of a kind have in common is said once, for the contract, where two or more have it. */
export function withCommonFormats(columns: readonly ColumnProposal[]): {
  readonly columns: readonly ColumnProposal[];
  readonly writtenAs: ValueFormats;
} {
  let [rest, writtenAs]: [readonly ColumnProposal[], Record<string, unknown>] = [columns, {}];
  for (const [of, part, kinds] of FORMS) {
    const concerned = flat(rest).filter(
      ({ type, format }) => kinds.includes(type.kind) && format.epoch === undefined,
    );
    const common = commonOf(concerned, part);
    if (common === undefined) continue;
    const names = new Set(concerned.map(({ name }) => name));
    writtenAs = { ...writtenAs, [of]: common };
    rest = changedColumns(rest, (column) => (names.has(column.name) ? without(column, part) : column));
  }
  const markers = commonMarkers(flat(rest));
  if (markers !== undefined) {
    writtenAs = { ...writtenAs, nullMarkers: markers };
    rest = changedColumns(rest, (column) => without(column, 'nullMarkers'));
  }
  return { columns: rest, writtenAs };
}

/** Columns that hold a value, inside of arrays too. */
function flat(columns: readonly ColumnProposal[]): ColumnProposal[] {
  return allColumns(columns).filter(({ type, isPosition }) => type.kind !== 'array' && isPosition !== true);
}

function without(column: ColumnProposal, part: keyof ValueFormat): ColumnProposal {
  const { [part]: _said, ...format } = column.format;
  return { ...column, format };
}

/** The form that all have, or all numbers with a fraction: a whole number is written alike in any. */
function commonOf(columns: readonly ColumnProposal[], part: keyof ValueFormat): unknown {
  const said = columns.filter(({ format }) => format[part] !== undefined);
  const texts = new Set(said.map(({ format }) => JSON.stringify(format[part])));
  const others = columns.filter(
    ({ format, type }) =>
      format[part] === undefined && !(part === 'number' && (type.kind === 'long' || type.kind === 'integer')),
  );
  return said.length > 1 && texts.size === 1 && others.length === 0 ? said[0]?.format[part] : undefined;
}

/** Markers that two columns or more have, where no column has one that is a value of another. */
function commonMarkers(columns: readonly ColumnProposal[]): readonly string[] | undefined {
  const said = columns.filter(({ format }) => format.nullMarkers !== undefined);
  const all = [...new Set(said.flatMap(({ format }) => format.nullMarkers ?? []))].sort();
  // What is no text reads no marker as a value of its own.
  const isCommon =
    said.length > 1 &&
    columns.every(({ type, format }) => {
      const own = format.nullMarkers ?? [];
      return (
        (type.kind !== 'string' && type.kind !== 'boolean') || all.every((marker) => own.includes(marker))
      );
    });
  return isCommon ? all : undefined;
}
