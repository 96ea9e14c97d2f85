'use strict';
// Fills the tables of a view when it is shown: search, sorting, filters by day and country, with TanStack Table.
(() => {
  /** @typedef {import('@tanstack/table-core').Row<Cells>} Row */
  /** @typedef {(string | null)[]} Cells */
  /** @typedef {{ name: string; kind: string; unit?: string }} Column */
  /** @typedef {{ id: string; name: string; columns: Column[]; rows: Cells[] }} TableData */
  /** @typedef {{ from: string; to: string; country: string; search: string }} Filters */
  const library = /** @type {typeof import('@tanstack/table-core')} */ (
    /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (window))['TableCore']
  );
  const ROWS_AT_FIRST = 10;
  const MORE_ROWS = 100;
  /** Texts of up to so many letters are not broken at hyphens. */
  const SHORT = 24;
  const COUNTRY = /(^|_)country(_code)?$/;

  // The same as `format.ts` does where the page is made; a test holds them together.
  /** @param {string} text */
  const grouped = (text) => {
    const parts = /^(-?)(\d+)((?:\.\d+)?)$/.exec(text);
    if (parts === null) return text.replace('-', '−');
    return `${parts[1] === '' ? '' : '−'}${(parts[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}${parts[3] ?? ''}`;
  };
  /** @param {string} text */
  const percent = (text) => {
    const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (parts === null) return `${grouped(text)} of 1`;
    const fraction = parts[3] ?? '';
    const digits = `${parts[2] ?? ''}${fraction.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
    return `${grouped(`${parts[1] ?? ''}${digits}${fraction.length > 2 ? `.${fraction.slice(2)}` : ''}`)} %`;
  };
  /** @param {string | null} text @param {Column} column */
  const shown = (text, { kind, unit }) => {
    if (text === null) return '–';
    if (kind !== 'number') return text;
    return unit === 'share' ? percent(text) : grouped(text);
  };

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {string} [text]
   * @param {Record<string, string>} [attributes]
   */
  const element = (tag, text = '', attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== '') made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  /** @param {string | null} a @param {string | null} b */
  const byText = (a, b) => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1);
  /** @param {string | null} a @param {string | null} b */
  const byNumber = (a, b) => Number(a) - Number(b) || byText(a, b);

  /** @param {Column} column @param {number} index */
  const definitionOf = ({ kind }, index) => ({
    id: String(index),
    accessorFn: (/** @type {Cells} */ row) => row[index] ?? undefined,
    // Missing values come last, whichever way.
    sortUndefined: /** @type {const} */ ('last'),
    sortingFn: (/** @type {Row} */ a, /** @type {Row} */ b, /** @type {string} */ id) =>
      (kind === 'number' ? byNumber : byText)(a.getValue(id), b.getValue(id)),
    filterFn: (
      /** @type {Row} */ row,
      /** @type {string} */ id,
      /** @type {{ from?: string; to?: string; is?: string }} */ { from = '', to = '', is = '' },
    ) => {
      const value = /** @type {string | undefined} */ (row.getValue(id)) ?? '';
      const day = value.slice(0, 10);
      return (
        (is === '' || value === is) &&
        (from === '' || (day !== '' && day >= from)) &&
        (to === '' || (day !== '' && day <= to))
      );
    },
  });

  /** @param {TableData} data */
  const modelOf = ({ columns, rows }) =>
    library.createTable({
      data: rows,
      columns: columns.map(definitionOf),
      state: {},
      onStateChange: () => {},
      renderFallbackValue: null,
      globalFilterFn: (row, id, /** @type {string} */ words) => {
        const index = Number(id);
        const column = columns[index];
        const raw = row.original[index] ?? null;
        if (column === undefined || raw === null) return false;
        return [raw, shown(raw, column)].some((text) => text.toLowerCase().includes(words.toLowerCase()));
      },
      getColumnCanGlobalFilter: () => true,
      getCoreRowModel: library.getCoreRowModel(),
      getFilteredRowModel: library.getFilteredRowModel(),
      getSortedRowModel: library.getSortedRowModel(),
    });

  /** The columns that can be filtered; -1 where there is none. @param {TableData} data */
  const filteredColumns = ({ columns }) => ({
    day: columns.findIndex(({ kind }) => kind === 'date' || kind === 'timestamp'),
    country: columns.findIndex(({ name, kind }) => kind === 'string' && COUNTRY.test(name)),
  });

  /**
   * The fields above a table.
   * @param {TableData} data
   * @param {Filters} filters
   * @param {() => void} changed
   */
  const fieldsOf = (data, filters, changed) => {
    const { columns, rows } = data;
    const { day, country } = filteredColumns(data);
    const fields = element('div', '', { class: 'filters' });
    /** @param {string} words @param {HTMLInputElement | HTMLSelectElement} input @param {keyof Filters} filter @param {string} [name] */
    const add = (words, input, filter, name = words) => {
      const label = element('label', `${words} `);
      input.setAttribute('aria-label', name);
      label.append(input);
      input.addEventListener('input', () => {
        filters[filter] = input.value;
        changed();
      });
      fields.append(label);
    };
    add('Search', element('input', '', { type: 'search', autocomplete: 'off' }), 'search');
    /** @param {number} column @param {(text: string) => string} choiceOf @param {[string, string, keyof Filters][]} filtered */
    const addChoices = (column, choiceOf, filtered) => {
      const choices = [...new Set(rows.flatMap((row) => row[column] ?? []).map(choiceOf))].sort();
      for (const [words, accessibleName, filter] of filtered) {
        const select = element('select');
        select.append(
          element('option', 'all', { value: '' }),
          ...choices.map((choice) => element('option', choice, { value: choice })),
        );
        add(words, select, filter, accessibleName);
      }
    };
    const [dayName, countryName] = [columns[day]?.name ?? '', columns[country]?.name ?? ''];
    if (day >= 0)
      addChoices(day, (text) => text.slice(0, 10), [
        [`${dayName} from`, `${dayName} from`, 'from'],
        ['to', `${dayName} to`, 'to'],
      ]);
    if (country >= 0) addChoices(country, (text) => text, [[countryName, countryName, 'country']]);
    return fields;
  };

  /**
   * The line of headings; a click sorts by one, the other way round, and as before.
   * @param {Column[]} columns
   * @param {import('@tanstack/table-core').SortingState} sorting
   * @param {() => void} changed
   */
  const headingsOf = (columns, sorting, changed) =>
    columns.map((column, index) => {
      const id = String(index);
      const cell = element('th', '', { scope: 'col', class: column.kind });
      const button = element('button', column.name, { type: 'button' });
      if (column.unit !== undefined && column.unit !== column.name)
        button.append(element('span', ` ${column.unit === 'share' ? '%' : column.unit}`, { class: 'unit' }));
      button.addEventListener('click', () => {
        const largestFirst = column.kind === 'number';
        const before = sorting[0]?.id === id ? sorting[0] : undefined;
        if (before === undefined) sorting.splice(0, 1, { id, desc: largestFirst });
        else if (before.desc === largestFirst) sorting.splice(0, 1, { id, desc: !largestFirst });
        else sorting.splice(0, 1);
        changed();
      });
      cell.append(button);
      return cell;
    });

  /** @param {Column[]} columns @param {Cells} cells */
  const lineOf = (columns, cells) => {
    const line = element('tr');
    line.append(
      ...columns.map((column, index) => {
        const text = cells[index] ?? null;
        return element('td', shown(text, column), {
          class: `${column.kind}${text === null ? ' missing' : text.length <= SHORT ? ' short' : ''}`,
        });
      }),
    );
    return line;
  };

  /** @param {number} visible @param {number} found @param {number} all */
  const statusOf = (visible, found, all) => {
    if (found === 0) return 'No row fits.';
    const fitting = found < all ? ` that fit, of ${grouped(String(all))}` : '';
    return `${grouped(String(visible))} of ${grouped(String(found))} rows${fitting}`;
  };

  /** @param {HTMLElement} place @param {TableData} data */
  const fill = (place, data) => {
    const { columns, rows, name } = data;
    const { day, country } = filteredColumns(data);
    const model = modelOf(data);
    const { initialState } = model;
    /** @type {Filters} */
    const filters = { from: '', to: '', country: '', search: '' };
    /** @type {import('@tanstack/table-core').SortingState} */
    const sorting = [];
    let most = ROWS_AT_FIRST;

    const body = element('tbody');
    const status = element('p', '', { class: 'status', role: 'status' });
    const more = element('button', '', { type: 'button', class: 'more' });
    const render = () => {
      const columnFilters = [
        { id: String(day), value: { from: filters.from, to: filters.to } },
        { id: String(country), value: { is: filters.country } },
      ].filter(({ id, value }) => id !== '-1' && Object.values(value).some((text) => text !== ''));
      model.setOptions((options) => ({
        ...options,
        state: { ...initialState, sorting: [...sorting], globalFilter: filters.search, columnFilters },
      }));
      const found = model.getRowModel().rows;
      const visible = found.slice(0, most);
      headings.forEach((heading, index) => {
        const own = sorting[0]?.id === String(index) ? sorting[0] : undefined;
        if (own === undefined) heading.removeAttribute('aria-sort');
        else heading.setAttribute('aria-sort', own.desc ? 'descending' : 'ascending');
      });
      body.replaceChildren(...visible.map(({ original }) => lineOf(columns, original)));
      status.textContent = statusOf(visible.length, found.length, rows.length);
      const rest = found.length - visible.length;
      more.hidden = rest === 0;
      more.textContent = `Show ${grouped(String(Math.min(rest, MORE_ROWS)))} more`;
    };
    const fromTheTop = () => {
      most = ROWS_AT_FIRST;
      render();
    };
    const headings = headingsOf(columns, sorting, render);
    more.addEventListener('click', () => {
      most += MORE_ROWS;
      render();
    });
    window.addEventListener('beforeprint', () => {
      if (place.closest('[hidden]') !== null) return;
      most = rows.length;
      render();
    });

    const head = element('thead');
    const line = element('tr');
    line.append(...headings);
    head.append(line);
    const grid = element('table');
    grid.append(element('caption', `Rows of ${name}`, { class: 'unseen' }), head, body);
    const scroller = element('div', '', {
      class: 'scroller',
      tabindex: '0',
      role: 'region',
      'aria-label': `Rows of ${name}`,
    });
    scroller.append(grid);
    place.replaceChildren(
      ...(rows.length > ROWS_AT_FIRST ? [fieldsOf(data, filters, fromTheTop)] : []),
      scroller,
      status,
      more,
    );
    render();
  };

  document.addEventListener('view-shown', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.dataset.filled === 'yes') return;
    const text = document.getElementById(`data-${target.id}`)?.textContent ?? '';
    if (text === '' || target.querySelector('[data-table]') === null) return;
    target.dataset.filled = 'yes';
    for (const data of /** @type {TableData[]} */ (JSON.parse(text))) {
      const place = /** @type {HTMLElement | null} */ (target.querySelector(`[data-table="${data.id}"]`));
      if (place !== null && data.rows.length > 0) fill(place, data);
    }
  });
})();
