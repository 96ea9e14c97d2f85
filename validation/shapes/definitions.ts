// Loaded by its first use: there are many shapes, and many commands check none.
import {
  describeIssue,
  ERASURE_LIST,
  expressionsOf,
  inputsOf,
  type Issue,
  PLATFORM_ESTIMATES,
  type Relation,
} from '../../model';
import { company, department } from './company';
import { environment } from './environment';
import { expression } from './expression';
import { isOfOtherKind, KINDS, type Value, wrongKind } from './kinds';
import { type ShapeMistake, shapeMistakes } from './mistakes';
import { below, issueAt, named, nameOf, type Place } from './place';
import { bronzeRows, step } from './relation';
import { type Shape } from './shape';
import { tableReference } from './table';
import { isObject, listOf, shown, valueAt } from './values';

/** What is wrong with the shapes of a company's definitions, and which of them hold. */
export interface Shapes {
  /** In the order of the declarations. */
  readonly issues: readonly Issue[];
  /** Whether a definition, and everything that it is made of, is as it should be. */
  readonly holds: (definition: object) => boolean;
}

/** Looks at everything that a company is made of, whoever made it: the library's functions, JavaScript, or a cast. */
export function shapesOf(value: unknown): Shapes {
  const check = new DefinitionCheck();
  check.company(value);
  return { issues: check.issues(), holds: (definition) => check.holds(definition) };
}

/** What a department declares, and what each is. */
const LISTS = [
  ['sources', 'contract'],
  ['tables', 'table'],
  ['alerts', 'alert'],
  ['consumers', 'consumer'],
  ['questions', 'question'],
] as const satisfies (readonly [string, keyof typeof KINDS])[];

/** Where to report what is wrong: of the flow itself, and of the source that it begins with. */
interface FlowPlace {
  readonly flow: Place;
  readonly source: Place;
}

/**
 * Walks through the definitions of a company, each once however often it is used. A shape says what a definition is by itself,
 * and the walk follows what it is made of: definitions share their parts, and a tree of shapes would look at them again and
 * again, or without end.
 */
class DefinitionCheck {
  private readonly found: { readonly order: number; readonly issue: Issue }[] = [];
  private readonly results = new Map<object, boolean>();
  /** Steps and expressions that are being looked at: to meet one again is to go round in a circle. */
  private readonly open = new Set<object>();
  private readonly places = new Map<object, Place>();

  issues(): Issue[] {
    const sorted = [...this.found].sort((a, b) => a.order - b.order).map(({ issue }) => issue);
    return [...new Map(sorted.map((issue) => [describeIssue(issue), issue])).values()];
  }

  holds(definition: object): boolean {
    return this.results.get(definition) ?? false;
  }

  company(value: unknown): void {
    const place: Place = { at: nameOf(value) ?? 'company', path: [], order: 0 };
    if (!isObject(value)) {
      this.report(below(place, 'company'), value, 'a company, made with company(…)');
      return;
    }
    const environments = listOf(value.environments);
    const departments = listOf(value.departments);
    environments.forEach((each, index) => {
      this.place(each, named(below(place, 'environments', index), each, `environment ${nameOf(each) ?? ''}`));
    });
    departments.forEach((each, index) => {
      const own = named(below(place, 'departments', index), each, nameOf(each));
      this.place(each, own);
      for (const [list] of LISTS)
        listOf(valueAt(each, [list])).forEach((item, at) => {
          this.place(item, named(below(own, list, at), item));
        });
    });
    this.results.set(value, this.shape(company, value, place));
    environments.forEach((each, index) => {
      this.environment(each, below(place, 'environments', index));
    });
    departments.forEach((each, index) => {
      this.department(each, below(place, 'departments', index));
    });
  }

  private environment(value: unknown, here: Place): void {
    if (isObject(value) && !isOfOtherKind(value))
      this.once(value, here, (place) => this.shape(environment, value, place));
    else this.report(here, value, 'an environment: { name, location, network, … }');
  }

  private department(value: unknown, here: Place): void {
    if (!isObject(value) || isOfOtherKind(value)) {
      this.report(here, value, 'a department, made with department(…)');
      return;
    }
    this.once(value, here, (place) => {
      for (const [list, kind] of LISTS) this.items(kind, value[list], below(place, list));
      return this.shape(department, value, place);
    });
  }

  /** Definitions in a list, all of which are looked at. */
  private items(kind: keyof typeof KINDS, list: unknown, here: Place): boolean {
    return all(listOf(list).map((value, index) => this.item(kind, value, below(here, index))));
  }

  /** A definition where it is declared or referred to. */
  private item(kind: keyof typeof KINDS, value: unknown, here: Place): boolean {
    const { isMeant, allowed } = KINDS[kind];
    if (!isObject(value) || !isMeant(value)) return this.report(here, value, allowed);
    return this.once(value, here, (place) => this[kind](value, place));
  }

  private contract(value: Value, place: Place): boolean {
    return this.shape(KINDS.contract.shape, value, place);
  }

  private table(value: Value, place: Place): boolean {
    const within = { flow: below(place, 'flow'), source: below(place, 'contract') };
    const parts = all([
      this.relation(value.relation, within),
      isObject(value.parentVersions) ? this.relation(value.parentVersions.relation, within) : true,
    ]);
    return all([parts, this.shape(KINDS.table.shape, value, place, parts)]);
  }

  private alert(value: Value, place: Place): boolean {
    const within = { flow: below(place, 'when'), source: below(place, 'source') };
    const parts = all([
      this.relation(value.relation, within),
      value.kind === 'sessions' ? this.relation(value.aggregation, within) : true,
      value.kind === 'reference' ? this.item('table', value.reference, below(place, 'reference')) : true,
    ]);
    return all([parts, this.shape(KINDS.alert.shape, value, place, parts)]);
  }

  private consumer(value: Value, place: Place): boolean {
    return all([
      this.shape(KINDS.consumer.shape, value, place),
      this.items('table', value.reads, below(place, 'reads')),
      this.items('alert', value.receives, below(place, 'receives')),
      ...listOf(value.personal).map((access, index) =>
        isObject(access) && Object.values(access).some((said) => said !== undefined)
          ? this.item('table', access.table, below(place, 'personal', index, 'table'))
          : false,
      ),
    ]);
  }

  private question(value: Value, place: Place): boolean {
    return all([
      this.shape(KINDS.question.shape, value, place),
      this.item('table', value.reads, below(place, 'reads')),
    ]);
  }

  /** A step of a flow, and all before it. */
  private relation(value: unknown, within: FlowPlace): boolean {
    return this.part(value, within, 'a step of a flow', (relation) => {
      const own = this.partShape(step, relation, within, nameOfStep(relation));
      const inputs = own
        ? inputsOf(relation as unknown as Relation)
        : [relation.input, relation.other].filter((input) => input !== undefined);
      return all([
        own,
        ...inputs.map((input) => this.relation(input, within)),
        relation.step === 'read' ? this.readable(relation.from, within) : true,
        relation.step === 'score' ? this.readable(relation.features, within) : true,
        ...(own ? expressionsOf(relation as unknown as Relation) : []).map((each) =>
          this.expression(each, within),
        ),
      ]);
    });
  }

  private expression(value: unknown, within: FlowPlace): boolean {
    return this.part(value, within, 'an expression', (node) =>
      all([
        this.partShape(expression, node, within, 'expression'),
        ...listOf(node.arguments).map((each) => this.expression(each, within)),
      ]),
    );
  }

  /** What a flow reads. */
  private readable(value: unknown, within: FlowPlace): boolean {
    if (value === ERASURE_LIST || PLATFORM_ESTIMATES.some((each) => each === value)) return true;
    const zone = isObject(value) ? value.zone : undefined;
    if (isObject(value) && zone === 'bronze') {
      return this.once(
        value,
        within.flow,
        () =>
          this.item('contract', value.contract, within.source) &&
          this.partShape(bronzeRows, value, within, 'read'),
      );
    }
    if (isObject(value) && zone === 'reference')
      return this.once(value, within.flow, () => this.partShape(tableReference, value, within, 'read'));
    if (isObject(value) && KINDS.table.isMeant(value)) return this.item('table', value, within.flow);
    return this.report(within.flow, value, `${KINDS.table.allowed}, or a tableReference(…)`, 'reads');
  }

  /** A part of a flow; flows are made of steps and steps of expressions, without a way back. */
  private part(value: unknown, within: FlowPlace, what: string, look: (value: Value) => boolean): boolean {
    if (!isObject(value)) return this.report(within.flow, value, `${what}, as flows make it`, 'is made of');
    if (this.open.has(value)) {
      const mistake = { got: `goes round in a circle: ${what} is part of itself`, change: 'correct it' };
      this.add(within.flow, { code: 'LH9008', path: [], allowed: 'flows with a beginning', ...mistake });
      return false;
    }
    return this.once(value, within.flow, () => {
      this.open.add(value);
      const holds = look(value);
      this.open.delete(value);
      return holds;
    });
  }

  private once(value: object, here: Place, look: (place: Place) => boolean): boolean {
    const known = this.results.get(value);
    if (known !== undefined) return known;
    // Tables that read each other in a circle are for the rules to report.
    this.results.set(value, true);
    const holds = look(this.places.get(value) ?? here);
    this.results.set(value, holds);
    return holds;
  }

  /** Of what is not `whole`, because something is wrong with its parts, only what does not follow from that is reported. */
  private shape(shape: Shape<unknown>, value: Value, place: Place, whole = true): boolean {
    const mistakes = shapeMistakes(shape, value);
    for (const mistake of mistakes) if (whole || !follows(mistake)) this.add(place, mistake);
    return mistakes.length === 0;
  }

  private partShape(shape: Shape<unknown>, value: Value, { flow }: FlowPlace, what: string): boolean {
    const mistakes = shapeMistakes(shape, value);
    for (const mistake of mistakes) this.add(below(flow, what), mistake);
    return mistakes.length === 0;
  }

  private report(here: Place, value: unknown, allowed: string, verb = 'is'): false {
    this.add(here, { path: [], got: `${verb} ${shown(value)}`, allowed, ...wrongKind(value) });
    return false;
  }

  private add(place: Place, mistake: ShapeMistake): void {
    this.found.push({ order: place.order, issue: issueAt(place, mistake) });
  }

  private place(value: unknown, place: Place): void {
    if (isObject(value) && !this.places.has(value))
      this.places.set(value, { ...place, order: this.places.size + 1 });
  }
}

/** Whether a mistake can follow from one in the flow: what it yields becomes the columns, and what it lacks is lacking. */
function follows({ path, lacks }: ShapeMistake): boolean {
  return lacks === true || path[0] === 'columns' || path[0] === 'exported';
}

function nameOfStep({ step: name }: Value): string {
  return typeof name === 'string' ? name : 'step';
}

function all(results: readonly boolean[]): boolean {
  return results.every((result) => result);
}
