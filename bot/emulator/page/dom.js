// Building the page out of nodes: text is always a text node, never markup.

export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function dialog(title, ...children) {
  const label = el("h2", { id: `d${Date.now()}` }, title);
  const box = el("dialog", { class: "dialog", "aria-labelledby": label.id }, label, ...children);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

// The round picture of a person: initials on a colour of their own.
export function face(person) {
  const letters = person.name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  const node = el("span", { class: "face", "aria-hidden": "true" }, letters);
  node.style.setProperty("--hue", (Math.abs(person.id) * 137) % 360);
  return node;
}
