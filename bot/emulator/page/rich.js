// A text with entities as nodes. Offsets are UTF-16 units, which is how JavaScript counts too.

import { el } from "./dom.js";
import { byLetters, full } from "./time.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

// `on.command(text)` and `on.start(parameter)` say what a pressed command or deep link does; `on.bot` is the bot's name.
export function rich(text, entities, on) {
  const root = document.createDocumentFragment();
  fill(root, text, 0, text.length, [...entities], on);
  return root;
}

function fill(parent, text, from, to, entities, on) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.min(Math.max(entity.offset, at), to);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    parent.append(text.slice(at, start));
    const node = wrap(entity, text.slice(start, end), on);
    if (!node.dataset.full) fill(node, text, start, end, inner, on);
    parent.append(node);
    at = end;
    if (/^(PRE|BLOCKQUOTE)$/.test(node.tagName) && text[at] === "\n") at += 1; // the block already ends the line
  }
  parent.append(text.slice(at, to));
}

function wrap(entity, words, on) {
  switch (entity.type) {
    case "url": return link(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`, on);
    case "email": return link(`mailto:${words}`, on);
    case "text_link": return link(entity.url, on);
    case "bot_command": return el("button", { type: "button", class: "command", onclick: () => on.command(words) });
    case "date_time": return moment(entity, words);
    case "spoiler": return spoiler();
    case "expandable_blockquote": return folded();
    default: return el(TAGS[entity.type] ?? "span");
  }
}

function link(address, on) {
  const start = deepLink(address, on.bot);
  if (start !== null) {
    return el("button", { type: "button", class: "command", onclick: () => on.start(start), title: address });
  }
  const safe = /^(https?|mailto|tg):/i.test(address);
  return el("a", safe ? { href: address, target: "_blank", rel: "noopener noreferrer" } : {});
}

export function deepLink(address, bot) {
  const match = /^(?:https?:\/\/)?t\.me\/(\w+)\/?(?:\?start=([\w-]{1,64}))?$/i.exec(address);
  return match && match[1].toLowerCase() === bot.toLowerCase() ? match[2] ?? "" : null;
}

function moment(entity, words) {
  const node = el("time", { datetime: new Date(entity.unix_time * 1000).toISOString() });
  node.title = `${words} · ${full(entity.unix_time * 1000)}`;
  if (entity.date_time_format) {
    node.dataset.full = "yes";
    node.append(byLetters(entity.unix_time, entity.date_time_format));
  }
  return node;
}

function spoiler() {
  const node = el("span", { class: "spoiler", tabindex: 0, role: "button", "aria-label": "Скрытый текст, нажмите, чтобы открыть" });
  const show = () => {
    node.classList.add("shown");
    ["role", "tabindex", "aria-label"].forEach((name) => node.removeAttribute(name));
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && show());
  return node;
}

function folded() {
  const node = el("blockquote", { class: "folded", tabindex: 0, title: "Нажмите, чтобы развернуть" });
  const turn = () => node.classList.toggle("folded");
  node.addEventListener("click", turn);
  node.addEventListener("keydown", (event) => event.key === "Enter" && turn());
  return node;
}
