import { isWhole, readValue, skipBlanks } from '../../preview/sources/json-text';
import { splitterOf } from '../../preview/sources/json-documents';
import { type Format } from '../../preview/sources/readers';
import { records } from '../../preview/sources/records';
import { type Field } from './field';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What was found in a place of the documents of a source. */
interface Node {
  scalars: number;
  objects: number;
  readonly inside: Map<string, Node>;
  /** Names that objects have, beyond those that are kept. */
  overflow: boolean;
  arrays: number;
  /** What is in the arrays. */
  item: Node | undefined;
}

/** What documents of JSON are. */
export interface JsonReading {
  /** Names that lead to the array of records, where a document is no row. */
  readonly records?: readonly string[];
  /** The places of values. */
  readonly fields: readonly Field[];
  /** What is not sure about it. */
  readonly doubts: readonly string[];
  /** What documents are instead of rows with names, where nothing else can be made of them. */
  readonly notRows?: string;
}

/** Names of one object that are kept: where there are more, they are data. */
const MOST_NAMES = 300;

/** Deepest objects that columns are made of. */
const DEEPEST = 6;

/** Names of arrays that answers hold their records in. */
const WRAPPERS = [
  'data',
  'records',
  'items',
  'results',
  'rows',
  'value',
  'values',
  'entries',
  'content',
  'hits',
  'list',
];

/** Names of the parts of an answer beside its records. */
const ENVELOPE =
  /^(?:object|has_?more|url|next|next_?page|next_?link|previous|links?|_links|meta|metadata|page|pages|paging|pagination|total|total_?count|count|size|limit|offset|cursor|status|success|code|message|@odata.*|version|generated_?at|timestamp)$/i;

/** A name inside a path that no quote or bracket ends. */
const PATH_NAME = /^[^'"[\]\\]+$/;

/** Collects what documents hold, one file after the other. */
export class JsonForm {
  private readonly rows = newNode();
  private readonly wrappers = new Map<string, number>();
  private documents = 0;
  private files = 0;
  private readonly singles: Json[] = [];

  /** Reads one file of plain UTF-8. */
  read(path: string, format: Format): void {
    this.files += 1;
    const mayBeAnswers = format !== 'json-array';
    let single: Json | undefined;
    let count = 0;
    for (const { text, loadError } of records(path, splitterOf(format, mayBeAnswers))) {
      const document = loadError === undefined ? parsed(text) : undefined;
      if (document === undefined) continue;
      count += 1;
      single = document;
      if (mayBeAnswers) this.lookForRecords(document);
      this.documents += 1;
      visit(this.rows, document);
    }
    if (count === 1 && single !== undefined && mayBeAnswers) this.singles.push(single);
  }

  /** What all files are. */
  result(source: string): JsonReading {
    const notRows = this.notRows();
    if (notRows !== undefined) return { fields: [], doubts: [], notRows };
    const wrapper = this.wrapperOf(source);
    if (wrapper === undefined) return { fields: fieldsOf(this.rows, [], 0), doubts: [] };
    let node: Node | undefined = this.rows;
    for (const name of wrapper.path) node = node?.inside.get(name);
    return {
      records: wrapper.path,
      fields: node?.item ? fieldsOf(node.item, [], 0) : [],
      doubts: wrapper.doubts,
    };
  }

  /** Rows as lists of values, or one object whose names are data, as programs write tables that they hold by columns. */
  private notRows(): string | undefined {
    const { inside, arrays, objects, scalars } = this.rows;
    if (arrays > 0 && objects + scalars === 0) return 'lists of values without the names of columns';
    if (this.documents === 0 || this.documents > this.files) return undefined;
    const { columns, data } = Object.fromEntries(inside);
    if (columns?.item !== undefined && (data?.item?.arrays ?? 0) > 0)
      return 'the names of columns beside lists of values';
    if (holdsRows(this.rows)) return 'one object that has a name for each row';
    const isByColumns =
      areAlike(this.rows) && namesAreData([...([...inside.values()][0]?.inside.keys() ?? [])]);
    return isByColumns ? 'one object of columns, each with a name for each row' : undefined;
  }

  private lookForRecords(document: Json): void {
    for (const path of recordArrays(document, [])) {
      const key = JSON.stringify(path);
      this.wrappers.set(key, (this.wrappers.get(key) ?? 0) + 1);
    }
  }

  /** An array of objects that every document has, when the rest of the document is the envelope of an answer. */
  private wrapperOf(source: string): { readonly path: string[]; readonly doubts: string[] } | undefined {
    if (this.documents === 0) return undefined;
    const always = [...this.wrappers]
      .filter(([, times]) => times === this.documents)
      .map(([key]) => JSON.parse(key) as string[]);
    const isAnswer = (path: readonly string[]): number => {
      const others = [...this.rows.inside.keys()].filter((name) => name !== path[0]);
      const isEnvelope = others.every((name) => ENVELOPE.test(name));
      const last = path.at(-1) ?? '';
      const isNamed = WRAPPERS.includes(last.toLowerCase()) || last.replaceAll('_', '-') === source;
      if (isEnvelope) return isNamed ? 4 : 3;
      const isRow = others.some((name) => /^(?:id|uuid|_id|key|number)$|_(?:id|at)$/i.test(name));
      return isNamed && !isRow ? 2 : 0;
    };
    const [best] = always
      .map((path) => ({ path, score: isAnswer(path) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.path.length - b.path.length);
    if (best === undefined) return undefined;
    const doubts =
      best.score < 3
        ? [`records are taken from "${best.path.join('.')}"; what is beside it is left out`]
        : [];
    return { path: best.path, doubts };
  }
}

function parsed(text: string): Json | undefined {
  const end = readValue(text, skipBlanks(text, 0));
  return end >= 0 && isWhole(text, end) ? (JSON.parse(text) as Json) : undefined;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The ways to arrays of objects, through objects alone; an empty array may be one. */
function recordArrays(value: Json, path: readonly string[]): string[][] {
  if (!isObject(value) || path.length > 3) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (Array.isArray(member)) return (member as Json[]).every(isObject) ? [[...path, name]] : [];
    return recordArrays(member, [...path, name]);
  });
}

function newNode(): Node {
  return { scalars: 0, objects: 0, inside: new Map(), overflow: false, arrays: 0, item: undefined };
}

function visit(node: Node, value: Json): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    node.arrays += 1;
    node.item ??= newNode();
    for (const item of value as Json[]) visit(node.item, item);
  } else if (isObject(value)) {
    node.objects += 1;
    for (const [name, member] of Object.entries(value)) {
      let inside = node.inside.get(name);
      if (inside === undefined) {
        if (node.inside.size >= MOST_NAMES) {
          node.overflow = true;
          continue;
        }
        inside = newNode();
        node.inside.set(name, inside);
      }
      visit(inside, member);
    }
  } else node.scalars += 1;
}

/** Names that are numbers or days. */
function namesAreData(names: readonly string[]): boolean {
  return names.length > 2 && names.every((name) => /^-?\d[\d-.:TZ ]*$/.test(name));
}

/** Whether an object holds nothing but objects with the same names. */
function areAlike({ inside, scalars }: Node): boolean {
  const members = [...inside.values()];
  const [first = ''] = members.map(namesOf);
  return (
    scalars === 0 &&
    members.length > 1 &&
    members.every((one) => one.objects > 0 && one.scalars + one.arrays === 0 && namesOf(one) === first)
  );
}

function namesOf({ inside }: Node): string {
  return JSON.stringify([...inside.keys()].sort());
}

/** Whether an object has a name for each row, such as its number or its day. */
function holdsRows(node: Node): boolean {
  return namesAreData([...node.inside.keys()]) && areAlike(node);
}

/** The places of values below an object. */
function fieldsOf(node: Node, path: readonly string[], depth: number): Field[] {
  return [...node.inside].flatMap(([name, inside]) => fieldsAt(inside, [...path, name], depth));
}

function fieldsAt(node: Node, path: readonly string[], depth: number): Field[] {
  const { scalars, objects, arrays, item } = node;
  if (path.length > 1 && path.some((name) => !PATH_NAME.test(name)))
    return [{ path, omitted: 'a name with quotes, brackets or backslashes, which no path can say' }];
  if (scalars >= objects + arrays) return [{ path }];
  if (objects >= arrays) {
    if (node.inside.size === 0) return [{ path, omitted: 'an object without anything in it' }];
    if (node.overflow)
      return [{ path, omitted: 'an object whose names are data: there are hundreds of them' }];
    if (holdsRows(node)) return [{ path, omitted: 'an object whose names are data, one for each row' }];
    return depth < DEEPEST
      ? fieldsOf(node, path, depth + 1)
      : [{ path, omitted: 'objects inside objects, too deep for columns' }];
  }
  if (item === undefined || item.scalars + item.objects + item.arrays === 0)
    return [{ path, omitted: 'an array without anything in it' }];
  if (item.arrays > 0) return [{ path, omitted: 'an array of arrays' }];
  if (item.objects === 0) return [{ path, isSingle: true }];
  return [{ path, elements: fieldsOf(item, [], 0) }];
}
