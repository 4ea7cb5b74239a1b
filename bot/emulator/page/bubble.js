// One message: words, file, buttons.

import { el } from "./dom.js";
import { deepLink, rich } from "./rich.js";
import { full, hourMinute } from "./time.js";

// `on` says what happens: press(button, node), reply(message), jump(id), command(text), start(parameter), copied().
export function bubble(message, quoted, on) {
  const side = message.mine ? "mine" : "theirs";
  return el(
    "article",
    { class: `message ${side}`, dataset: { id: message.id }, "aria-label": message.mine ? "Вы" : "Бот" },
    el(
      "div",
      { class: "bubble" },
      message.forwardedFrom && el("p", { class: "forwarded" }, `Переслано от: ${message.forwardedFrom}`),
      message.replyTo && quote(message.replyTo, quoted, on),
      message.file && file(message.file),
      message.contact && contact(message.contact),
      message.text && el("div", { class: "words" }, rich(message.text, message.entities, on)),
      foot(message),
      el("button", { type: "button", class: "reply", title: "Ответить", onclick: () => on.reply(message) }, "↩ Ответить"),
    ),
    message.buttons.length > 0 && keyboard(message, on),
  );
}

function quote(id, quoted, on) {
  const words = quoted ? preview(quoted) : "Удалённое сообщение";
  return el("button", { type: "button", class: "quote", onclick: () => on.jump(id) }, words);
}

export function preview(message) {
  return message.text || (message.file?.photo ? "Фото" : message.file?.name) || "Контакт";
}

function file(stored) {
  const address = `/play/files/${encodeURIComponent(stored.id)}`;
  if (stored.photo) {
    return el("a", { href: address, target: "_blank", class: "photo" }, el("img", { src: address, alt: "Фото", loading: "lazy" }));
  }
  return el(
    "a",
    { class: "file", href: address, download: stored.name },
    el("span", { class: "sheet", "aria-hidden": "true" }, extension(stored.name)),
    el("span", { class: "what" }, el("span", { class: "name" }, stored.name), el("span", { class: "size" }, size(stored.size))),
  );
}

function extension(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1, dot + 5) : "файл";
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  const kilo = bytes / 1024;
  const number = new Intl.NumberFormat("ru-RU", { maximumFractionDigits: 1 });
  return kilo < 1024 ? `${number.format(kilo)} КБ` : `${number.format(kilo / 1024)} МБ`;
}

function contact(given) {
  return el("p", { class: "contact" }, `👤 ${given.first_name}`, el("br"), given.phone_number);
}

function foot(message) {
  const edited = message.edited ? "изменено " : "";
  return el(
    "p",
    { class: "foot" },
    message.reaction && el("span", { class: "reaction" }, message.reaction),
    el("time", { datetime: new Date(message.at).toISOString(), title: full(message.at) }, edited + hourMinute(message.at)),
  );
}

function keyboard(message, on) {
  const rows = message.buttons.map((row) => el("div", { class: "row" }, row.map((button) => inline(button, message, on))));
  return el("div", { class: "buttons", role: "group", "aria-label": "Кнопки сообщения" }, rows);
}

function inline(button, message, on) {
  const options = { class: `inline ${button.style ?? ""}`.trim() };
  if (button.url && deepLink(button.url, on.bot) === null) {
    const link = { ...options, href: button.url, target: "_blank", rel: "noopener noreferrer" };
    return el("a", link, button.text, el("span", { "aria-hidden": "true", class: "corner" }, "↗"));
  }
  const node = el("button", { ...options, type: "button", disabled: button.disabled }, button.text);
  node.addEventListener("click", () => act(button, message, node, on));
  return node;
}

async function act(button, message, node, on) {
  if (button.url) on.start(deepLink(button.url, on.bot));
  else if (button.copy) on.copied(await navigator.clipboard?.writeText(button.copy).then(() => true, () => false), button.copy);
  else on.press(message, button, node);
}
