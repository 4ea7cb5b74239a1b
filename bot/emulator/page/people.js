// Whom one can be.

import { post } from "./api.js";
import { dialog, el, face } from "./dom.js";

export class People {
  // `on.choose(id)` opens a chat.
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.list = [];
    this.unread = new Map();
    this.open = new Set();
    this.current = null;
  }

  load(people) {
    this.list = people;
    this.render();
  }

  get(id) {
    return this.list.find((person) => person.id === id);
  }

  count(id) {
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    this.render();
  }

  seen(id) {
    if (this.unread.delete(id)) this.render();
  }

  mark(open, current) {
    this.open = new Set(open);
    this.current = current;
    this.render();
  }

  render() {
    const total = [...this.unread.values()].reduce((sum, one) => sum + one, 0);
    this.place.replaceChildren(
      el("h2", { id: "choose" }, "Выберите, кем быть"),
      el("ul", { "aria-labelledby": "choose" }, this.list.map((person) => this.line(person))),
      el("button", { type: "button", class: "newcomer", onclick: () => this.newcomer() }, "+ Новый человек"),
    );
    document.title = total ? `(${total}) ${document.title.replace(/^\(\d+\) /, "")}` : document.title.replace(/^\(\d+\) /, "");
  }

  line(person) {
    const unread = this.unread.get(person.id);
    const state = this.current === person.id ? "now" : this.open.has(person.id) ? "open" : "";
    return el("li", {}, el(
      "button",
      { type: "button", class: `person ${state}`, "aria-current": state === "now" ? "true" : null, dataset: { person: person.id }, onclick: () => this.on.choose(person.id) },
      face(person),
      el("span", { class: "who" }, el("span", { class: "name" }, person.name), el("span", { class: "label" }, person.label || "без роли")),
      unread && el("span", { class: "unread", "aria-label": `непрочитанных: ${unread}` }, String(unread)),
    ));
  }

  newcomer() {
    const first = el("input", { id: "first", required: true, maxlength: 64, autocomplete: "off" });
    const last = el("input", { id: "last", maxlength: 64, autocomplete: "off" });
    const form = el("form", { method: "dialog" },
      el("label", { for: "first" }, "Имя"), first, el("label", { for: "last" }, "Фамилия"), last,
      el("button", { type: "submit", class: "primary" }, "Добавить"));
    form.addEventListener("submit", async () => {
      const { id } = await post("/play/person", { firstName: first.value, lastName: last.value });
      await this.on.added();
      this.on.choose(id);
    });
    dialog("Новый человек", form);
  }

  // Asks who opens a personal link.
  whoOpens(chosen, done) {
    const box = dialog("Кто откроет ссылку?");
    const first = [...this.list].sort((one, other) => (other.id === chosen) - (one.id === chosen));
    box.append(el("ul", { class: "choice" }, first.map((person) => el("li", {}, el("button", {
      type: "button", class: "line", onclick: () => { box.close(); done(person.id); },
    }, person.name, person.label && el("small", {}, person.label))))));
  }
}
