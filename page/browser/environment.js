'use strict';
// Shows one environment of a view that has several: the one that its field says. Without this script all of them stand below each other.
(() => {
  for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (
    document.querySelectorAll('select[data-environments]')
  )) {
    const places = /** @type {HTMLElement[]} */ ([
      ...(select.closest('section')?.querySelectorAll('[data-environment]') ?? []),
    ]);
    const show = () => {
      for (const place of places) place.hidden = place.dataset.environment !== select.value;
    };
    select.closest('.choice')?.removeAttribute('hidden');
    select.addEventListener('change', show);
    show();
  }
})();
