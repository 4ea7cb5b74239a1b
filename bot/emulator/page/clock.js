// The clock bar: what time it is in the district, and winding.

import { Refused, get, post } from "./api.js";
import { el } from "./dom.js";
import { fieldValue, full, now, setNow } from "./time.js";

const JUMPS = [
  ["+1 час", { step: 3600 }],
  ["завтра 9:00", { next: "day", hour: 9 }],
  ["понедельник 9:00", { next: "monday", hour: 9 }],
];

export async function clock(place, zone) {
  const told = await get("/play/clock");
  setNow(told.now);
  const face = el("time", { class: "face-time", "aria-live": "off" });
  const tick = () => {
    const words = full(now());
    if (face.textContent !== words) face.textContent = words;
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("now", tick);
  place.replaceChildren(el("p", { class: "present", title: `Часовой пояс: ${zone}` }, el("span", { "aria-hidden": "true" }, "🕘 "), face));
  if (told.winds) place.append(winding(place, tick));
}

function winding(place, tick) {
  const problem = el("p", { class: "problem", role: "alert" });
  const wind = async (asked) => {
    place.setAttribute("aria-busy", "true");
    const buttons = place.querySelectorAll("button, input");
    buttons.forEach((button) => (button.disabled = true));
    try {
      setNow((await post("/play/clock", asked)).now);
      problem.textContent = "";
    } catch (error) {
      problem.textContent = error instanceof Refused ? error.message : "Нет связи с ботом";
    }
    buttons.forEach((button) => (button.disabled = false));
    place.removeAttribute("aria-busy");
    field.value = fieldValue(now());
    tick();
  };
  const jumps = JUMPS.map(([words, asked]) => el("button", { type: "button", onclick: () => wind(asked) }, words));
  const field = el("input", { type: "datetime-local", id: "moment", value: fieldValue(now()), required: true });
  const form = el("form", { class: "moment" }, el("label", { class: "unseen", for: "moment" }, "Перевести часы на"), field, el("button", { type: "submit" }, "Перевести"));
  form.addEventListener("focusin", () => (field.min = fieldValue(now())));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value) wind({ to: field.value });
  });
  const wrap = el("details", { class: "wind" }, el("summary", {}, "Перевести"), el("div", { class: "jumps" }, jumps, form, problem));
  const wide = matchMedia("(min-width: 900px)");
  const unfold = () => (wrap.open = wide.matches);
  wide.addEventListener("change", unfold);
  unfold();
  return wrap;
}
