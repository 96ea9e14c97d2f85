'use strict';
// The picture of the platform: which view is shown, and what is known of a box.
(() => {
  const select = /** @type {HTMLSelectElement | null} */ (document.getElementById('picture-view'));
  const environment = /** @type {HTMLSelectElement | null} */ (
    document.getElementById('picture-environment')
  );
  const shown = document.getElementById('picture-facts');
  const text = document.getElementById('data-picture')?.textContent;
  if (select === null || environment === null || shown === null || !text) return;
  /** @type {unknown} */
  const parsed = JSON.parse(text);
  const data = /** @type {Record<string, Record<string, Record<string, [string, string][]>>>} */ (parsed);
  const figures = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('figure[data-picture]')]);

  const show = () => {
    // An environment can have the picture of departments alone.
    const views = data[environment.value] ?? {};
    for (const option of select.options) option.disabled = views[option.value] === undefined;
    if (views[select.value] === undefined) select.value = Object.keys(views)[0] ?? '';
    for (const figure of figures) figure.hidden = figure.dataset.picture !== select.value;
    shown.hidden = true;
  };
  select.addEventListener('change', show);
  environment.addEventListener('change', show);
  show();

  /** @param {Element} box */
  const choose = (box) => {
    const figure = /** @type {HTMLElement | null} */ (box.closest('figure'));
    const id = box.getAttribute('data-box') ?? '';
    const views = data[environment.value] ?? {};
    const facts = views[figure?.dataset.picture ?? '']?.[id];
    if (figure === null || facts === undefined) return;
    for (const element of figure.querySelectorAll('.chosen, .beside'))
      element.classList.remove('chosen', 'beside');
    box.classList.add('chosen');
    const beside = new Set();
    for (const line of figure.querySelectorAll('path[data-from]')) {
      const ends = [line.getAttribute('data-from'), line.getAttribute('data-to')];
      if (!ends.includes(id)) continue;
      line.classList.add('chosen');
      for (const end of ends) if (end !== id) beside.add(end);
    }
    for (const other of figure.querySelectorAll('[data-box]'))
      if (beside.has(other.getAttribute('data-box'))) other.classList.add('beside');
    const [[, title] = ['', ''], ...rows] = facts;
    const heading = document.createElement('h3');
    heading.textContent = title;
    const list = document.createElement('dl');
    for (const [label, value] of rows) {
      const [term, definition] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = label;
      definition.textContent = value;
      list.append(term, definition);
    }
    /** @type {HTMLElement[]} */
    const parts = [heading, list];
    const lane = id.includes('/') ? id.split('/')[0] : undefined;
    if (lane !== undefined && views[lane] !== undefined) {
      const unfold = document.createElement('button');
      unfold.type = 'button';
      unfold.textContent = `Show the tables of ${lane}`;
      unfold.addEventListener('click', () => {
        select.value = lane;
        show();
        select.focus();
      });
      parts.push(unfold);
    }
    shown.replaceChildren(...parts);
    shown.hidden = false;
  };
  for (const figure of figures) {
    figure.addEventListener('click', (event) => {
      const box = /** @type {Element} */ (event.target).closest('[data-box]');
      if (box !== null) choose(box);
    });
    figure.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      const box = /** @type {Element} */ (event.target).closest('[data-box]');
      if (box === null) return;
      event.preventDefault();
      choose(box);
    });
  }
})();
