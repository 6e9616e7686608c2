// Tabs, filters, deep links and printing. Without this script the page shows everything.
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const tabs = all('[role="tab"]');
const rows = all('.row');
const form = document.querySelector('.filters');
const buttons = all('.verdicts button');

function showTab(tab) {
  for (const other of tabs) {
    const isShown = other === tab;
    other.setAttribute('aria-selected', String(isShown));
    other.tabIndex = isShown ? 0 : -1;
    document.getElementById(other.getAttribute('aria-controls')).hidden = !isShown;
  }
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY };

for (const [k, tab] of tabs.entries()) {
  tab.addEventListener('click', () => {
    showTab(tab);
    history.replaceState(null, '', `#${tab.id}`);
  });
  tab.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const last = tabs.length - 1;
    const next = Math.abs(step) === 1 ? (k + step + tabs.length) % tabs.length : step < 0 ? 0 : last;
    tabs[next].focus();
    tabs[next].click();
  });
}

function filter() {
  const shown = new Set(buttons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset.verdict));
  const { kind, text, unexpected } = form.elements;
  const words = text.value.trim().toLowerCase();
  for (const row of rows)
    row.hidden =
      !shown.has(row.dataset.verdict) ||
      (kind.value !== '' && row.dataset.kind !== kind.value) ||
      (unexpected.checked && row.dataset.verdict === row.dataset.expect) ||
      (words !== '' && !row.textContent.toLowerCase().includes(words));
  for (const group of all('.group')) group.hidden = all('.row:not([hidden])', group).length === 0;
  form.elements.shown.value = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
}

function showAllRows() {
  form.reset();
  for (const button of buttons) button.setAttribute('aria-pressed', 'true');
  filter();
}

for (const button of buttons)
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    filter();
  });
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());

/** Opens what the address names: a row, a figure or a tab. */
function follow() {
  const target = document.getElementById(location.hash.slice(1));
  const panel = target?.closest('[role="tabpanel"]');
  const tab = panel ? document.getElementById(panel.getAttribute('aria-labelledby')) : target;
  if (tabs.includes(tab)) showTab(tab);
  if (!rows.includes(target)) {
    if (panel) target.scrollIntoView();
    return;
  }
  if (target.hidden) showAllRows();
  target.open = true;
  target.scrollIntoView();
  target.querySelector('summary').focus({ preventScroll: true });
}

// following the address that is already there must work again after the row was closed
document.addEventListener('click', (event) => {
  if (event.target.closest?.('a')?.getAttribute('href') === location.hash) follow();
});
addEventListener('hashchange', follow);

/** A formula that is wider than its place scrolls, and can be reached to do so. */
function reachWide() {
  for (const box of all('.formula'))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
}
// toggle does not bubble
document.addEventListener('toggle', reachWide, true);
addEventListener('resize', reachWide);

let closed = [];
addEventListener('beforeprint', () => {
  closed = rows.filter((row) => !row.open);
  for (const row of closed) row.open = true;
});
addEventListener('afterprint', () => {
  for (const row of closed) row.open = false;
});

showTab(tabs[0]);
filter();
// after the browser has followed the address in its own way
addEventListener('load', () => {
  follow();
  reachWide();
});
