// What all ordinary screens share: presses are sent to the server, lists are walked by keys, links open the desk.
// The server renders; nothing here knows what a button means. A control's `name` is a field of what is sent.

import {file, get} from './api.js';
import {author} from './author.js';
import {ofTab} from './storage.js';
import {TAB} from './way.js';

const POLL_GOING = 1500; // ms between two looks at a reading that is going
const POLL_RESTING = 8000;
const HURRY = 500; // after a press the reading is looked at sooner
const SOON = 3; // looks at short distances when somebody turns to the list, which may change by what was done elsewhere

/** Whether an input method is composing: then no key does anything. */
const composing = (event) => event.isComposing || event.keyCode === 229;

/** Let the server know something at every request, for a year. */
function remember(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; SameSite=Lax`;
}

/** All named controls of the screen that an element stands in. @returns {Object<string, string|string[]>} */
function fields(element) {
  const screen = element.closest('.galley-screen') || element;
  const found = {chosen: []};
  for (const control of screen.querySelectorAll('.galley-panel [name]')) {
    if (control.name === 'chosen') {
      if (control.checked) found.chosen.push(control.value);
    } else if (control.type !== 'checkbox' || control.checked) {
      found[control.name] = control.value;
    }
  }
  return found;
}

/** Say on a screen that takes its time that it is at work, until it is told to rest. */
function busy(screen) {
  const form = screen?.querySelector('form[data-looking]');
  if (!form) return;
  const told = form.querySelector('.told');
  screen.ariaBusy = 'true';
  told.textContent = form.dataset.looking;
  screen.addEventListener('rest', () => {
    screen.ariaBusy = 'false';
    if (told.textContent === form.dataset.looking) told.textContent = '';
  }, {once: true});
}

/** Load everything anew, at the tab that is open: desk and board were made in another language. */
async function anew() {
  await window.galleyDesk?.outbox.flush();
  ofTab.set(TAB, document.querySelector('button[role="tab"][aria-selected="true"]')?.dataset.tabId || '');
  location.reload();
}

/** Open a page or line at the desk, without loading anything anew. */
function open(item) {
  const address = new URL(location.href);
  address.searchParams.set('item', item);
  history.pushState({item}, '', address);
  window.dispatchEvent(new CustomEvent('galley:open', {detail: {item}}));
}

/** Show how many rows are chosen, and what can be done with them. */
function count(element) {
  const boxes = [...element.querySelectorAll('[name=chosen]')];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest('tr')?.toggleAttribute('data-chosen', box.checked);
  const every = element.querySelector('[data-all]');
  if (every) {
    every.checked = chosen.length > 0 && chosen.length === boxes.length;
    every.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  const actions = element.querySelector('.actions');
  if (actions) actions.hidden = !chosen.length;
  const told = element.querySelector('[data-count]');
  if (told) told.textContent = chosen.length;
}

/** After new markup: controls say what the server says; a browser would keep what stood in them, at other rows. */
function settle(element) {
  const rows = element.querySelector('.galley-scroll');
  if (rows && element.scrolled) rows.scrollTop = element.scrolled;
  element.scrolled = 0;
  for (const form of element.querySelectorAll('form')) form.reset();
  for (const box of element.querySelectorAll('[name=chosen]')) box.checked = box.defaultChecked;
  for (const option of element.querySelectorAll('.pager option')) option.selected = option.defaultSelected;
  element.lastPicked = -1;
  count(element);
}

/** Choose one row, or with Shift all from the last one that was chosen. */
function pick(element, box, ranged) {
  const boxes = [...element.querySelectorAll('[name=chosen]')];
  const at = boxes.indexOf(box);
  const from = ranged && element.lastPicked >= 0 ? element.lastPicked : at;
  for (const each of boxes.slice(Math.min(from, at), Math.max(from, at) + 1)) each.checked = box.checked;
  element.lastPicked = at;
  count(element);
}

/** Take what the screen's controls ask for as a file, or say why there is none. */
async function download(element, pressed) {
  const {chosen, ...asked} = fields(element);
  const told = element.querySelector('.told');
  told.textContent = pressed.dataset.wait;
  pressed.disabled = true;
  try {
    const sought = new URLSearchParams([...Object.entries(asked), ...chosen.map((id) => ['article', id])]);
    const {name, data} = await file(`${pressed.dataset.download}?${sought}`);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(data);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    told.textContent = link.download;
  } catch (error) {
    told.textContent = error.message;
  } finally {
    pressed.disabled = false;
  }
}

function clicked(element, event, act) {
  const link = event.target.closest('a[data-item]');
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
    event.preventDefault();
    open(link.dataset.item);
    return;
  }
  if (event.target.name === 'chosen') return pick(element, event.target, event.shiftKey);
  if (event.target.dataset.all !== undefined) {
    for (const box of element.querySelectorAll('[name=chosen]')) box.checked = event.target.checked;
    return count(element);
  }
  const pressed = event.target.closest('button[type=button]');
  if (!pressed || pressed.disabled) return;
  if (pressed.dataset.download) return void download(element, pressed);
  if (pressed.dataset.none !== undefined) {
    for (const box of element.querySelectorAll('[name=chosen]')) box.checked = false;
    count(element);
  } else if (pressed.dataset.act) {
    if (pressed.dataset.language) {
      remember('galley-language', pressed.dataset.language);
      document.documentElement.lang = pressed.dataset.language;
      if (window.galleyDesk || window.galleyBoard) return void anew();
    }
    const {act: what, ...more} = pressed.dataset;
    pressed.disabled = true; // until the server has answered with new markup, or for a second
    setTimeout(() => (pressed.disabled = false), 1000);
    act({...fields(element), ...more, do: what});
  }
}

/** Up and Down walk the rows of a list, Space chooses, Enter opens. */
function walked(element, event) {
  const row = event.target.closest('tr[data-page], article[data-item]');
  if (!row || composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = {ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling'}[event.key];
  if (step && !event.target.matches('select, input:not([type=checkbox])')) {
    event.preventDefault();
    const selector = event.target.name === 'chosen' ? '[name=chosen]' : 'a[data-item]:not([tabindex="-1"]), [name=chosen]';
    row[step]?.querySelector(selector)?.focus();
  }
}

/** Put new markup in a place; the focus stays on the button that means the same. */
function replace(place, html) {
  const act = place.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  place.innerHTML = html;
  if (act) (place.querySelector(`[data-act="${act}"]`) || place.querySelector('button'))?.focus();
}

/** List the pages anew, unless some are chosen or somebody is about to press something there. */
function renew() {
  const list = document.querySelector('#library-list .galley-panel');
  if (list && !list.querySelector('[name=chosen]:checked') && !list.matches(':focus-within')) {
    list.dispatchEvent(new CustomEvent('renew'));
  }
}

/** Ask again and again how a reading stands, and what changed in the list; a server that is away is asked later. */
async function poll(element) {
  let seen = null;
  let soon = 0;
  new IntersectionObserver((shown) => {
    if (!shown.at(-1).isIntersecting) return;
    soon = SOON;
    element.hurry?.();
  }).observe(element);
  while (element.isConnected) {
    const place = element.querySelector('[data-poll]');
    let wait = soon-- > 0 ? POLL_GOING : POLL_RESTING;
    if (place && !document.hidden && element.offsetParent) {
      try {
        const {html, state, pages} = await get(place.dataset.poll);
        if (html !== place.shown && !place.querySelector(':active')) {
          replace(place, html);
          place.shown = html;
        }
        if (['going', 'ending', 'elsewhere'].includes(state)) wait = POLL_GOING;
        if (seen !== null && seen !== pages) renew();
        seen = pages;
      } catch { /* the server is away */ }
    }
    await new Promise((done) => {
      const timer = setTimeout(done, wait);
      element.hurry = () => { clearTimeout(timer); done(); };
    });
  }
}

/**
 * The box for uploads speaks Gradio's words in the browser's language: ours are put in their place. Gradio names its
 * button otherwise than it says on it; what is to be seen is a good name.
 */
function nameUpload(side) {
  const mend = () => {
    const words = side.querySelector('[data-drop]')?.dataset;
    const box = side.querySelector('#upload [data-testid=upload-text]');
    const texts = [...(box?.childNodes || [])].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (words && texts.length > 1) {
      [texts[0].data, texts.at(-1).data] = [`${words.drop} `, ` ${words.pick}`];
      box.querySelector('.or').firstChild.data = words.or; // no node comes or goes, which would be seen here again
    }
    for (const press of side.querySelectorAll('#upload button[aria-label]')) {
      if (press.textContent.trim()) press.removeAttribute('aria-label');
    }
  };
  new MutationObserver(mend).observe(side, {childList: true, subtree: true});
  mend();
}

/**
 * Listen to a panel.
 * @param {HTMLElement} element the panel, whose markup the server replaces
 * @param {(sent: object) => void} act sends what was done
 * @param {(told: () => void) => void} renewed calls whenever the markup was replaced
 */
export function mount(element, act, renewed) {
  const tell = (sent) => {
    remember('galley-name', author()); // as the desk asked for it
    if (sent.do !== 'scope') busy(element.closest('.galley-screen'));
    act(sent);
    setTimeout(() => document.querySelector('#jobs .galley-panel')?.hurry?.(), HURRY);
  };
  element.addEventListener('click', (event) => clicked(element, event, tell));
  element.addEventListener('keydown', (event) => walked(element, event));
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    tell({...fields(element), do: event.target.dataset.act});
  });
  element.addEventListener('change', (event) => {
    if (event.target.dataset.live !== undefined) tell({...fields(element), do: event.target.dataset.live || event.target.form?.dataset.act || 'list'});
  });
  element.addEventListener('renew', () => {
    element.scrolled = element.querySelector('.galley-scroll')?.scrollTop; // the same list, so the same place in it
    const filtered = document.querySelector('#library-filters form');
    act({...fields(element), do: filtered ? 'renew' : 'list'});
  });
  renewed(() => settle(element));
  if (element.closest('#jobs')) poll(element);
  if (element.closest('#scans')) nameUpload(element.closest('.galley-side'));
  element.dataset.ready = '';
}
