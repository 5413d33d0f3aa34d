// Inputs of species: the names of the list of taxa are proposed while one types. Without
// scripts, or without an answer, what was typed is understood when it is sent.

const LEAST = 2;
const SOON = 150;
let number = 0;

const listOf = (input) => {
  if (input.taxa) return input.taxa;
  const id = `taxa-${++number}`;
  const list = Object.assign(document.createElement("ul"), { id, className: "taxa-found", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.firstChild.textContent.trim() ?? "");
  const note = Object.assign(document.createElement("span"), { className: "help taxa-note" });
  note.setAttribute("role", "status");
  input.after(list, note);
  input.parentElement.classList.add("taxa-field");
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-name]");
    if (option) choose(input, option);
  });
  input.taxa = { list, note, asked: 0, timer: 0 };
  return input.taxa;
};

const close = (input) => {
  const { list } = listOf(input);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const point = (input, option) => {
  for (const one of listOf(input).list.children) one.removeAttribute("aria-selected");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
};

const choose = (input, { dataset: { name, summary } }) => {
  input.value = name;
  listOf(input).note.textContent = summary;
  close(input);
};

const show = (input, items) => {
  const { list, note } = listOf(input);
  const meant = items.find((one) => one.meant);
  note.textContent = meant ? [meant.name, meant.summary].filter(Boolean).join(" · ") : "";
  list.replaceChildren(...items.map((one, place) => {
    const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}` });
    option.setAttribute("role", "option");
    Object.assign(option.dataset, { name: one.name, summary: one.summary });
    const name = Object.assign(document.createElement("i"), { textContent: one.name });
    const found = one.found_by === one.name || one.found_by === one.title ? [] : [one.found_by];
    const detail = [...found, one.summary].filter(Boolean).join(" · ");
    option.append(name, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: detail }));
    return option;
  }));
  list.hidden = !items.length || document.activeElement !== input;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
};

const lookUp = async (input) => {
  const own = listOf(input);
  const asked = ++own.asked;
  const typed = input.value.trim();
  if (typed.length < LEAST) {
    own.note.textContent = "";
    close(input);
    return;
  }
  try {
    const answer = await fetch(`${input.dataset.taxa}?${new URLSearchParams({ q: typed })}`, {
      headers: { Accept: "application/json" },
    });
    const { items } = await answer.json();
    if (asked === own.asked) show(input, items ?? []);
  } catch {
    close(input);
  }
};

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("input[data-taxa]")) return;
  const own = listOf(target);
  clearTimeout(own.timer);
  own.timer = setTimeout(lookUp, SOON, target);
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("input[data-taxa]")) listOf(target);
});
document.addEventListener("focusout", ({ target }) => {
  if (target.taxa) close(target);
});
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.taxa) return;
  const { list } = input.taxa;
  const options = [...list.children];
  const at = options.findIndex((option) => option.hasAttribute("aria-selected"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) lookUp(input);
    else if (options.length) {
      const next = event.key === "ArrowDown" ? at + 1 : (at < 0 ? 0 : at) - 1;
      point(input, options.at(next % options.length));
    }
  } else if (event.key === "Enter" && !list.hidden && options[at]) {
    event.preventDefault();
    choose(input, options[at]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.stopPropagation();
    close(input);
  }
}, true);
