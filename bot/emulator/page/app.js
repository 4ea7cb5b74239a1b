// Puts the page together.

import { get, listen, post } from "./api.js";
import { clock } from "./clock.js";
import { Column } from "./column.js";
import { el } from "./dom.js";
import { People } from "./people.js";
import { setNow, setZone } from "./time.js";

const KEPT = "vekha-open";
const narrow = matchMedia("(max-width: 699px)");
const place = document.getElementById("columns");
const offline = document.getElementById("offline");
const columns = new Map();
let current = null;
let config = null;

const people = new People(document.getElementById("people"), { choose, added: loadPeople });

async function loadPeople() {
  config = await get("/play/config");
  people.load(config.people);
}

async function choose(id) {
  if (!columns.has(id)) {
    const column = new Column(people.get(id), room());
    columns.set(id, column);
    place.append(column.node);
    column.load(await get(`/play/chats/${id}`));
  }
  current = id;
  people.seen(id);
  show();
  columns.get(id).node.scrollIntoView({ block: "nearest", inline: "nearest" });
  columns.get(id).toEnd();
  if (!narrow.matches) columns.get(id).field.focus();
}

function room() {
  return { bot: config.bot, botName: config.botName, close, back: leave, start };
}

// On a phone: from the chat back to the list of people.
function leave() {
  current = null;
  show();
}

function close(id) {
  columns.get(id)?.node.remove();
  columns.delete(id);
  current = [...columns.keys()].at(-1) ?? null;
  show();
}

// A deep link: whoever opens it says /start.
function start(parameter, person) {
  people.whoOpens(person.id, async (id) => {
    await choose(id);
    await post("/play/say", { person: id, text: parameter ? `/start ${parameter}` : "/start" });
  });
}

function show() {
  for (const [id, column] of columns) column.node.classList.toggle("current", id === current);
  document.body.classList.toggle("chatting", current !== null);
  place.querySelector(".hint")?.remove();
  if (columns.size === 0) place.append(hint());
  people.mark(columns.keys(), current);
  localStorage.setItem(KEPT, JSON.stringify([...columns.keys()]));
}

function hint() {
  return el("div", { class: "hint" },
    el("p", {}, "Выберите человека слева и поговорите с ботом за него."),
    el("p", {}, "Можно открыть несколько чатов рядом и перевести часы, чтобы увидеть, как приходят письма."));
}

function heard(change) {
  setNow(change.now);
  offline.hidden = true;
  if (change.kind === "people") return loadPeople();
  if (change.kind === "commands") return columns.forEach(refresh);
  const column = columns.get(change.chat);
  if (change.message && !change.message.mine && change.kind === "message" && !visible(change.chat)) people.count(change.chat);
  if (!column) return null;
  if (change.kind === "message" || change.kind === "edited") return column.put(change.message);
  if (change.kind === "deleted") return column.remove(change.messageId);
  if (change.kind === "toast") return column.toast(change.toast);
  if (change.kind === "typing") return column.typing(true);
  return refresh(column, change.chat);
}

function visible(id) {
  return columns.has(id) && !document.hidden && (!narrow.matches || (id === current && document.body.classList.contains("chatting")));
}

async function refresh(column, id) {
  column.about(await get(`/play/chats/${id}`));
}

async function back() {
  offline.hidden = true;
  await loadPeople();
  for (const [id, column] of columns) column.load(await get(`/play/chats/${id}`));
}

async function begin() {
  await loadPeople();
  setZone(config.zone);
  setNow(config.now);
  document.title = config.title;
  document.getElementById("title").textContent = config.title;
  await clock(document.getElementById("clock"), config.zone);
  place.addEventListener("focusin", (event) => focused(event.target.closest(".column")));
  for (const id of kept()) await choose(id);
  if (narrow.matches) current = null;
  show();
  listen(heard, back, () => (offline.hidden = false));
}

function focused(node) {
  const id = Number(node?.dataset.person);
  if (!id || id === current || narrow.matches) return;
  current = id;
  people.seen(id);
  show();
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]").filter((id) => people.get(id));
  } catch {
    return [];
  }
}

begin();
