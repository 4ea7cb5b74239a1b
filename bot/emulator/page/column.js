// One person's chat with the bot.

import { Refused, post, upload } from "./api.js";
import { bubble, preview, size } from "./bubble.js";
import { dialog, el, face } from "./dom.js";
import { dayKey, dayName } from "./time.js";

const TOAST_SECONDS = 5;
const WAIT_SECONDS = 10;

export class Column {
  // `room` is { bot, botName, close(id), back(), start(parameter, person) }.
  constructor(person, room) {
    this.person = person;
    this.room = room;
    this.messages = new Map();
    this.commands = [];
    this.keyboard = null;
    this.files = [];
    this.replyTo = null;
    this.waiting = new Map();
    this.build();
  }

  build() {
    const { person } = this;
    const label = person.label || "без роли";
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `Переписка: ${person.name}`, tabindex: 0 });
    this.toasts = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.extra = el("div", { class: "extra" });
    this.menu = el("ul", { class: "menu", hidden: true, role: "listbox", "aria-label": "Команды бота" });
    this.reply = el("div", { class: "keys", role: "group", "aria-label": "Клавиатура бота" });
    this.node = el(
      "section",
      { class: "column", "aria-label": `Чат: ${person.name}`, dataset: { person: person.id } },
      el(
        "header",
        { class: "head" },
        el("button", { type: "button", class: "icon back", title: "К списку людей", "aria-label": "К списку людей", onclick: () => this.room.back() }, "‹"),
        face(person),
        el("div", { class: "who" }, el("h2", {}, person.name), el("p", {}, label)),
        el("button", { type: "button", class: "icon", title: "Ещё", "aria-label": "Ещё", onclick: () => this.more() }, "⋯"),
        el("button", { type: "button", class: "icon shut", title: "Закрыть чат", "aria-label": "Закрыть чат", onclick: () => this.room.close(person.id) }, "×"),
      ),
      this.toasts,
      this.log,
      this.menu,
      this.extra,
      this.composer(),
      this.reply,
      el("div", { class: "drop", "aria-hidden": "true" }, "Отпустите файл, чтобы приложить его"),
    );
    this.acceptDrops();
    this.keepAtEnd();
  }

  // Whoever reads the end goes on reading the end when the log grows, shrinks or its pictures load.
  keepAtEnd() {
    this.stuck = true;
    this.log.addEventListener("scroll", () => (this.stuck = this.atEnd()));
    this.watcher = new ResizeObserver(() => this.stuck && this.toEnd());
    this.watcher.observe(this.log);
  }

  composer() {
    const name = `to${this.person.id}`;
    this.field = el("textarea", { id: name, rows: 1, placeholder: "Сообщение", autocomplete: "off" });
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("paste", (event) => this.attach([...event.clipboardData.files]));
    const picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.attach([...picker.files]) });
    this.picker = picker;
    this.slash = el("button", { type: "button", class: "icon", title: "Команды", "aria-label": "Команды бота", "aria-expanded": "false", hidden: true, onclick: () => this.toggleMenu() }, "/");
    this.form = el(
      "form",
      { class: "composer" },
      this.slash,
      el("button", { type: "button", class: "icon", title: "Приложить файл", "aria-label": "Приложить файл", onclick: () => picker.click() }, "📎"),
      picker,
      el("label", { class: "unseen", for: name }, `Сообщение от ${this.person.name}`),
      this.field,
      el("button", { type: "submit", class: "send", title: "Отправить", "aria-label": "Отправить" }, "➤"),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    return this.form;
  }

  // What the server tells

  load(chat) {
    this.messages = new Map(chat.messages.map((message) => [message.id, message]));
    this.about(chat);
    this.render();
  }

  about(chat) {
    this.commands = chat.commands;
    this.keyboard = chat.keyboard;
    this.blocked = chat.blocked;
    this.slash.hidden = chat.commands.length === 0;
    this.field.placeholder = chat.keyboard?.placeholder || chat.placeholder || "Сообщение";
    this.renderKeys();
    this.renderState();
  }

  put(message) {
    const known = this.messages.get(message.id);
    this.messages.set(message.id, message);
    const stick = this.stuck || message.mine;
    const node = this.draw(message);
    const old = known && this.find(message.id);
    if (old) old.replaceWith(node);
    else this.append(message, node);
    if (!message.mine) this.typing(false);
    if (stick) this.toEnd();
    this.renderState();
  }

  remove(id) {
    this.messages.delete(id);
    this.render();
  }

  toast(toast) {
    this.settle(toast.query);
    if (toast.url) this.room.start(new URL(toast.url, "https://t.me").searchParams.get("start") ?? "", this.person);
    if (!toast.text) return;
    if (toast.alert) {
      const box = dialog(this.room.botName, el("p", { class: "alert" }, toast.text));
      box.append(el("button", { type: "button", class: "primary", onclick: () => box.close() }, "Понятно"));
    } else this.say(toast.text);
  }

  say(words) {
    const node = el("p", { class: "toast" }, words);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_SECONDS * 1000);
  }

  typing(on) {
    clearTimeout(this.typingTimer);
    this.node.classList.toggle("typing", on);
    if (on) this.typingTimer = setTimeout(() => this.typing(false), 5000);
  }

  // Drawing

  render() {
    this.log.replaceChildren();
    this.lastDay = "";
    for (const message of this.messages.values()) this.append(message, this.draw(message));
    this.renderState();
    this.toEnd();
  }

  append(message, node) {
    const day = dayKey(message.at);
    if (day !== this.lastDay) this.log.append(el("p", { class: "day" }, dayName(message.at)));
    this.lastDay = day;
    this.log.append(node);
  }

  draw(message) {
    const node = bubble(message, this.messages.get(message.replyTo), {
      bot: this.room.bot,
      press: (...given) => this.press(...given),
      reply: (given) => this.answer(given),
      jump: (id) => this.jump(id),
      command: (text) => this.sendText(text),
      start: (parameter) => this.room.start(parameter, this.person),
      copied: (done, text) => this.say(done ? "Скопировано" : text),
    });
    for (const image of node.querySelectorAll("img")) image.addEventListener("load", () => this.stuck && this.toEnd());
    return node;
  }

  renderState() {
    const empty = this.messages.size === 0;
    this.log.querySelector(".begin")?.remove();
    if (empty) {
      this.log.append(el("div", { class: "begin" },
        el("p", {}, `Здесь будет переписка с ботом «${this.room.botName}».`),
        el("button", { type: "button", class: "primary", onclick: () => this.sendText("/start") }, "Начать")));
    }
    this.form.hidden = Boolean(this.blocked);
    this.reply.hidden = Boolean(this.blocked) || !this.keyboard;
    this.node.querySelector(".unblock")?.remove();
    if (this.blocked) {
      this.form.before(el("button", { type: "button", class: "unblock primary", onclick: () => this.block(false) }, "Разблокировать бота"));
    }
  }

  renderKeys() {
    const rows = this.keyboard?.rows ?? [];
    this.reply.replaceChildren(...rows.map((row) => el("div", { class: "row" }, row.map((button) =>
      el("button", { type: "button", class: `key ${button.style ?? ""}`, onclick: () => this.pressKey(button) }, button.text)))));
  }

  pressKey(button) {
    if (button.contact) this.share();
    else this.sendText(button.text);
    if (this.keyboard?.oneTime) {
      this.keyboard = null;
      this.renderKeys();
      this.renderState();
    }
  }

  find(id) {
    return this.log.querySelector(`[data-id="${CSS.escape(String(id))}"]`);
  }

  jump(id) {
    const node = this.find(id);
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    node?.classList.add("lit");
    setTimeout(() => node?.classList.remove("lit"), 1500);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  toEnd() {
    this.stuck = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  // What the person does

  async attempt(work) {
    try {
      return await work();
    } catch (error) {
      this.say(error instanceof Refused ? `Не получилось: ${error.message}` : "Нет связи с ботом");
      return null;
    }
  }

  sendText(text) {
    return this.attempt(() => post("/play/say", { person: this.person.id, text, replyTo: this.takeReply() }));
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text && this.files.length === 0) return;
    this.hideMenu();
    const files = this.files;
    this.field.value = "";
    this.files = [];
    this.fit();
    const done = files.length ? await this.sendFiles(files, text) : await this.sendText(text);
    if (!done) {
      this.field.value = text;
      this.files = files;
    }
    this.renderExtra();
    this.field.focus();
  }

  sendFiles(files, caption) {
    const fields = { person: this.person.id, caption, replyTo: this.takeReply() ?? "" };
    const asPhoto = files.length === 1 && files[0].asPhoto;
    return this.attempt(() => upload({ ...fields, photo: asPhoto ? "yes" : "" }, files.map((one) => one.file)));
  }

  takeReply() {
    const id = this.replyTo?.id ?? null;
    this.replyTo = null;
    this.renderExtra();
    return id;
  }

  async press(message, button, node) {
    node.classList.add("waiting");
    const done = await this.attempt(() => post("/play/press", { person: this.person.id, message: message.id, data: button.data }));
    if (!done) return node.classList.remove("waiting");
    this.waiting.set(done.query, node);
    setTimeout(() => this.settle(done.query), WAIT_SECONDS * 1000);
  }

  settle(query) {
    this.waiting.get(query)?.classList.remove("waiting");
    this.waiting.delete(query);
  }

  answer(message) {
    this.replyTo = message;
    this.renderExtra();
    this.field.focus();
  }

  attach(files) {
    const added = files.map((file) => ({ file, asPhoto: /^image\/(png|jpeg|gif)$/.test(file.type) }));
    this.files = [...this.files, ...added].slice(0, 10);
    this.picker.value = "";
    this.renderExtra();
    if (files.length) this.field.focus();
  }

  renderExtra() {
    const chips = this.files.map((one) => this.fileChip(one));
    if (this.replyTo) {
      chips.unshift(chip(`↩ ${preview(this.replyTo)}`, "Не отвечать", () => {
        this.replyTo = null;
        this.renderExtra();
      }));
    }
    this.extra.replaceChildren(...chips);
  }

  fileChip(one) {
    const node = chip(`${one.file.name} · ${size(one.file.size)}`, "Убрать файл", () => {
      this.files = this.files.filter((other) => other !== one);
      this.renderExtra();
    });
    if (one.asPhoto || one.file.type.startsWith("image/")) {
      const box = el("input", { type: "checkbox", checked: one.asPhoto, onchange: () => (one.asPhoto = box.checked) });
      node.prepend(el("label", { class: "as-photo" }, box, "фото"));
    }
    return node;
  }

  acceptDrops() {
    const over = (event, on) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.node.classList.toggle("dropping", on);
    };
    this.node.addEventListener("dragover", (event) => over(event, true));
    this.node.addEventListener("dragleave", (event) => !this.node.contains(event.relatedTarget) && over(event, false));
    this.node.addEventListener("drop", (event) => {
      over(event, false);
      this.attach([...event.dataTransfer.files]);
    });
  }

  more() {
    const box = dialog(this.person.name);
    const line = (words, act) => el("button", { type: "button", class: "line", onclick: () => { box.close(); act(); } }, words);
    box.append(
      line("Поделиться телефоном", () => this.share()),
      this.blocked ? line("Разблокировать бота", () => this.block(false)) : line("Заблокировать бота", () => this.block(true)),
      line("Закрыть чат", () => this.room.close(this.person.id)),
      el("button", { type: "button", class: "primary", onclick: () => box.close() }, "Назад"),
    );
  }

  block(blocked) {
    return this.attempt(() => post("/play/block", { person: this.person.id, blocked }));
  }

  share() {
    const field = el("input", { type: "tel", id: "phone", value: this.person.phone || "+7 900 000-00-00", required: true });
    const form = el("form", { method: "dialog" }, el("label", { for: "phone" }, "Номер, который увидит бот"), field,
      el("button", { type: "submit", class: "primary" }, "Поделиться"));
    form.addEventListener("submit", () =>
      this.attempt(() => post("/play/contact", { person: this.person.id, phone: field.value })));
    dialog("Поделиться телефоном", form);
  }

  // Typing and the menu of commands

  typed() {
    this.fit();
    if (this.field.value.startsWith("/") && !/\s/.test(this.field.value)) this.showMenu(this.field.value.slice(1));
    else this.hideMenu();
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.hideMenu();
      this.replyTo = null;
      this.renderExtra();
    } else if (event.key === "ArrowDown" && !this.menu.hidden) {
      event.preventDefault();
      this.menu.querySelector("button")?.focus();
    }
  }

  toggleMenu() {
    if (this.menu.hidden) this.showMenu("");
    else this.hideMenu();
  }

  showMenu(begun) {
    const fitting = this.commands.filter((one) => one.command.startsWith(begun));
    this.menu.replaceChildren(...fitting.map((one) => el("li", { role: "option" },
      el("button", { type: "button", onclick: () => this.choose(one) }, el("b", {}, `/${one.command}`), ` ${one.description}`))));
    this.menu.hidden = fitting.length === 0;
    this.slash.setAttribute("aria-expanded", String(!this.menu.hidden));
  }

  hideMenu() {
    this.menu.hidden = true;
    this.slash.setAttribute("aria-expanded", "false");
  }

  choose(command) {
    this.hideMenu();
    this.field.value = "";
    this.sendText(`/${command.command}`);
    this.field.focus();
  }
}

function chip(words, title, remove) {
  return el("div", { class: "chip" }, el("span", {}, words),
    el("button", { type: "button", class: "icon", title, "aria-label": title, onclick: remove }, "×"));
}
