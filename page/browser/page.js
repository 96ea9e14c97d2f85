'use strict';
// Views, the theme, and the search over tables and questions.
(() => {
  const views = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('section.view')]);
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('nav a')]);

  /** @param {string} id */
  const viewOf = (id) => {
    const target = id === '' ? null : document.getElementById(id);
    return views.find((view) => target !== null && (view === target || view.contains(target)));
  };

  /** @param {boolean} moves */
  const showView = (moves) => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const shown = viewOf(id) ?? (moves && id !== '' ? undefined : views[0]);
    if (shown === undefined) return;
    for (const view of views) view.hidden = view !== shown;
    for (const link of links)
      if (link.hash === `#${shown.id}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    shown.dispatchEvent(new CustomEvent('view-shown', { bubbles: true }));
    if (!moves) return;
    const target = document.getElementById(id);
    if (target === shown) {
      window.scrollTo(0, 0);
      /** @type {HTMLElement | null} */ (shown.querySelector('h2'))?.focus({ preventScroll: true });
    } else target?.scrollIntoView();
  };
  window.addEventListener('hashchange', () => showView(true));
  window.addEventListener('DOMContentLoaded', () => showView(window.location.hash !== ''));
  // The browser has gone to the address before the other views were hidden.
  window.addEventListener('load', () => {
    if (window.location.hash !== '') showView(true);
  });

  const themes = ['system', 'light', 'dark'];
  const theme = document.getElementById('theme');
  /** @param {string} name */
  const setTheme = (name) => {
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    if (theme !== null) theme.textContent = `Theme: ${name}`;
  };
  // A page that is opened from a file may have no storage.
  const stored = {
    read: () => {
      try {
        return window.localStorage.getItem('theme') ?? 'system';
      } catch {
        return 'system';
      }
    },
    /** @param {string} name */
    write: (name) => {
      try {
        window.localStorage.setItem('theme', name);
      } catch {
        // It is forgotten when the page is closed.
      }
    },
  };
  let current = themes.includes(stored.read()) ? stored.read() : 'system';
  setTheme(current);
  theme?.addEventListener('click', () => {
    current = themes[(themes.indexOf(current) + 1) % themes.length] ?? 'system';
    stored.write(current);
    setTheme(current);
  });

  const MOST_FOUND = 12;
  const find = /** @type {HTMLInputElement | null} */ (document.getElementById('find'));
  const found = document.getElementById('found');
  const places = [
    ...[...document.querySelectorAll('article.card[id]')].map((card) => ({
      id: card.id,
      name: card.querySelector('h3')?.textContent ?? '',
      more: '',
    })),
    ...[...document.querySelectorAll('[data-find]')].map((block) => ({
      id: block.id,
      name: block.getAttribute('data-find') ?? '',
      more: block.getAttribute('data-find-more') ?? '',
    })),
  ];
  const search = () => {
    if (find === null || found === null) return;
    const words = find.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const hits = places.filter(({ name, more }) =>
      words.every((word) => `${name} ${more}`.toLowerCase().includes(word)),
    );
    found.replaceChildren(
      ...hits.slice(0, MOST_FOUND).map(({ id, name }) => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = `#${id}`;
        link.textContent = name;
        item.append(link);
        return item;
      }),
    );
    if (hits.length === 0 || hits.length > MOST_FOUND) {
      const item = document.createElement('li');
      item.textContent =
        hits.length === 0 ? 'Nothing is called that.' : `and ${hits.length - MOST_FOUND} more`;
      found.append(item);
    }
    found.hidden = words.length === 0;
  };
  find?.addEventListener('input', search);
  found?.addEventListener('click', (event) => {
    if (find === null || !(event.target instanceof HTMLAnchorElement)) return;
    find.value = '';
    search();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || find === null) return;
    find.value = '';
    search();
  });
  const tools = document.querySelector('.tools');
  if (tools instanceof HTMLElement) tools.hidden = false;
})();
