/** The cards of the board as markup: a page with its head, an article or the part of one that the page has. */

import { BASE } from "./api.js";
import { escape } from "./letters.js";

const SHORT = 40; // characters by which an article is called
const LOCK = '<svg class="lock" viewBox="0 0 12 14" aria-hidden="true"><path d="M3 6V4a3 3 0 0 1 6 0v2"/><rect x="1" y="6" width="10" height="7"/></svg> ';

/** What an article is called: its headline or its first words. */
export function nameOf(board, card) {
  const text = card.headline || card.opening || board.say("untitled");
  return text.length > SHORT ? `${[...text].slice(0, SHORT).join("")}…` : text;
}

/** The offers that a card is in, as [place in the view's offers, the other card's key, "to" or "back"]. */
export function offersOf(board, key) {
  const found = [];
  board.view.offers.forEach((offer, n) => {
    if (offer.earlier === key) found.push([n, offer.later, "to"]);
    if (offer.later === key) found.push([n, offer.earlier, "back"]);
  });
  return found.slice(0, 9);
}

/** What a page is called: its number in its issue, where that is known. */
export function pageName(board, page) {
  const number = page.label || page.folio;
  return number ? board.say("page", number) : `${board.say("page.unnumbered")} ${page.id}`;
}

/** A page: its picture and state, and its cards as they are given. */
export function pageHtml(board, page, cards) {
  const name = pageName(board, page);
  const inside = page.problem
    ? `<p class="problem">${escape(page.problem)}</p>`
    : page.ready
      ? `<ol>${cards.map((card) => `<li>${card}</li>`).join("")}</ol>`
      : `<p class="waiting">${escape(board.say("waiting"))}</p>`;
  return (
    `<section class="board-page${page.state === "accepted" ? " locked" : ""}" aria-label="${escape(name)}" data-page="${page.id}">` +
    `<header><img src="${BASE}pages/${page.id}/thumbnail.jpg" alt="" loading="lazy" draggable="false"><div><h2>${escape(name)}</h2>` +
    `<p>${page.id} · ${escape(page.name)}</p><p class="state">${page.state === "accepted" ? LOCK : ""}${escape(board.say(`state.${page.state}`))}</p></div></header>${inside}</section>`
  );
}

/** A card: what it is, where it goes on and comes from, what is offered, what a person said without effect. */
export function cardHtml(board, card) {
  const name = nameOf(board, card);
  const printed = (tag, name, text) => (text ? `<${tag} class="${name}" lang="${card.language}">${escape(text)}</${tag}>` : "");
  const text = printed("h3", "headline", card.headline);
  const opening = printed("p", "opening", card.opening);
  const byline = printed("p", "byline", card.byline);
  const jumps = card.jumps.map((jump) => printed("p", "jump", `${jump.way === "from" ? "↤" : "↦"} ${jump.text}`)).join("");
  const thread = card.thread
    ? `<span class="thread" data-thread="${card.thread % 6}" title="${escape(board.say("thread", card.thread))}">${card.thread}</span>`
    : "";
  return (
    `<div class="card ${card.type}" role="group" tabindex="-1" draggable="true" data-key="${card.key}" aria-label="${escape(`${board.say(`type.${card.type}`)}: ${name}`)}">` +
    `<p class="kind">${thread}<span>${escape(board.say(`type.${card.type}`))} · ${escape(board.say("lines", card.lines))}</span></p>` +
    `${text}${opening}${byline}${jumps}${_links(board, card)}${_offers(board, card)}${_ignored(board, card)}</div>`
  );
}

function _links(board, card) {
  const said = card.said ? ` <small>(${escape(board.say("said", card.said))})</small>` : "";
  const link = (way, key) => {
    const other = board.cards.get(key);
    const told = board.say(way, `${pageName(board, other.page)}, ${nameOf(board, other)}`);
    return `<button type="button" tabindex="-1" class="link ${way}" data-go="${key}">${way === "to" ? "→" : "←"} ${escape(told)}</button>`;
  };
  const alone = card.said && !card.back ? `<p class="alone">${escape(board.say("alone", card.said))}</p>` : "";
  return (card.back ? link("back", card.back) + said : alone) + (card.to ? link("to", card.to) : "");
}

function _offers(board, card) {
  const rows = offersOf(board, card.key).map(([n, key, way], at) => {
    const other = board.cards.get(key);
    const why = board.view.offers[n].reasons.map((reason) => board.say(`why.${reason}`)).join(", ");
    const told = board.say(`offer.${way}`, `${pageName(board, other.page)}, ${nameOf(board, other)}`);
    return `<li><button type="button" tabindex="-1" data-offer="${n}"><kbd>${at + 1}</kbd> ${escape(told)} <small>${escape(why)}</small></button></li>`;
  });
  return rows.length ? `<ul class="offers">${rows.join("")}</ul>` : "";
}

function _ignored(board, card) {
  return board.view.ignored
    .filter((each) => each.card === card.key)
    .map((each) => `<p class="ignored">${escape(board.say("ignored", each.by, board.say(each.reason)))}</p>`)
    .join("");
}
