'use strict';
// The lineage of a column: two trees, back and forward, made of the steps between columns.
(() => {
  const form = document.getElementById('lineage-form');
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById('lineage-column'));
  const list = document.getElementById('lineage-columns');
  const shown = document.getElementById('lineage-shown');
  const wrong = document.getElementById('lineage-wrong');
  const text = document.getElementById('data-lineage')?.textContent;
  if (form === null || input === null || list === null || shown === null || wrong === null || !text) return;
  /** @typedef {[id: string, zone: string, type: string, personal: number, basis: string, expressions: number[], uses: string[]]} Column */
  /** @type {unknown} */
  const parsed = JSON.parse(text);
  const data =
    /** @type {{ columns: Column[]; expressions: string[]; steps: [number, number, string][] }} */ (parsed);
  const words = new Map([
    ['IDENTITY', 'as it is'],
    ['TRANSFORMATION', 'computed'],
    ['AGGREGATION', 'aggregated'],
    ['pseudonym', 'as a pseudonym'],
    ['presence', 'whether there is one'],
    ['aggregate', 'aggregated'],
  ]);
  const numbers = new Map(data.columns.map(([id], index) => [id, index]));
  /** @type {Map<number, [number, string][]>} */
  const before = new Map();
  /** @type {Map<number, [number, string][]>} */
  const after = new Map();
  for (const [from, to, how] of data.steps) {
    before.set(to, [...(before.get(to) ?? []), [from, how]]);
    after.set(from, [...(after.get(from) ?? []), [to, how]]);
  }

  /** @param {string} name @param {string} className @param {string} content */
  const element = (name, className, content) => {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    made.textContent = content;
    return made;
  };

  /**
   * @param {number} column
   * @param {boolean} forward
   * @param {string} how
   * @param {Set<number>} seen
   */
  const branch = (column, forward, how, seen) => {
    const item = document.createElement('li');
    const known = data.columns[column];
    if (known === undefined) return item;
    const [id, zone, type, personal, basis, expressions, uses] = known;
    const button = /** @type {HTMLButtonElement} */ (element('button', 'column', id));
    button.type = 'button';
    button.addEventListener('click', () => choose(id, true));
    const again = seen.has(column);
    const about = [zone, words.get(how) ?? type, personal === 1 ? 'personal' : '', again ? 'see above' : ''];
    item.append(button, element('span', 'about', ` ${about.filter((part) => part !== '').join(', ')}`));
    if (again) return item;
    seen.add(column);
    if (basis === 'declared')
      item.append(
        element('div', 'about', 'declared, not computed: SQL written by hand may take it from any of these'),
      );
    // Forward, how the column itself comes about has been said.
    else if (!forward || how !== '')
      for (const each of expressions) item.append(element('code', '', data.expressions[each] ?? ''));
    if (basis === 'model')
      item.append(element('div', 'about', 'the model may use any of its features: declared, not computed'));
    if (forward) for (const use of uses) item.append(element('div', 'use', use));
    const next = (forward ? after : before).get(column) ?? [];
    if (next.length > 0) {
      const below = document.createElement('ul');
      for (const [other, way] of next) below.append(branch(other, forward, way, seen));
      item.append(below);
    }
    return item;
  };

  /** @param {string} title @param {number} column @param {boolean} forward */
  const tree = (title, column, forward) => {
    const all = document.createElement('ul');
    all.className = 'lineage-tree';
    all.append(branch(column, forward, '', new Set()));
    return [element('h3', '', title), all];
  };

  /** @param {string} name @param {boolean} moves */
  const choose = (name, moves) => {
    const column = numbers.get(name) ?? data.columns.findIndex(([id]) => id.endsWith(`.${name}`));
    const known = data.columns[column];
    wrong.textContent = known === undefined ? `There is no column "${name}".` : '';
    if (known === undefined) return;
    input.value = known[0];
    shown.replaceChildren(
      ...tree('Where it comes from', column, false),
      ...tree('Who reads what is made of it', column, true),
    );
    if (moves) input.focus();
  };

  for (const [id] of data.columns) {
    const option = document.createElement('option');
    option.value = id;
    list.append(option);
  }
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    choose(input.value.trim(), false);
  });
  input.addEventListener('change', () => choose(input.value.trim(), false));
  const last = data.columns.at(-1);
  if (last !== undefined) choose(last[0], false);
})();
