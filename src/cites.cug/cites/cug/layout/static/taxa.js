// Inputs of species: the names of the list of taxa are proposed while one types. Without
// scripts, or without an answer, what was typed is understood when it is sent. An input
// with several lines has a name on each.

const LEAST = 2;
const SOON = 150;
const INPUTS = "input[data-taxa], textarea[data-taxa]";
let number = 0;

// Beginning and end of what is typed now: of the line in which the cursor is.
const placeOf = ({ value, type, selectionStart }) => {
  if (type !== "textarea") return [0, value.length];
  const begin = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionStart);
  return [begin, end < 0 ? value.length : end];
};

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
  const told = { "aria-autocomplete": "list", "aria-controls": id };
  // Several lines are a text box to assistive programs, and no combo box.
  if (input.type !== "textarea") Object.assign(told, { role: "combobox", "aria-expanded": "false" });
  for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);
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
  if (input.hasAttribute("aria-expanded")) input.setAttribute("aria-expanded", "false");
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
  const [begin, end] = placeOf(input);
  input.setRangeText(name, begin, end, "end");
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
  if (input.hasAttribute("aria-expanded")) input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
};

const lookUp = async (input) => {
  const own = listOf(input);
  const asked = ++own.asked;
  const typed = input.value.slice(...placeOf(input)).trim();
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
  if (!target.matches?.(INPUTS)) return;
  const own = listOf(target);
  clearTimeout(own.timer);
  own.timer = setTimeout(lookUp, SOON, target);
});
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(INPUTS)) listOf(target);
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
  // Among lines these keys move the cursor, unless names are proposed.
  if (list.hidden && input.type === "textarea") return;
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
