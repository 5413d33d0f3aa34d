// Lists and conversations of messages. Without this script all is done by links and
// buttons; with it also by keys, and all rows are chosen at once.

// All rows of the page.
const chooseAll = document.querySelector("[data-choose-all]");
const boxes = [...document.querySelectorAll("[data-row] [name=ids]")];
let show = () => {};
if (chooseAll) {
  const list = document.getElementById("messages");
  list.classList.add("scripted");
  chooseAll.closest("label").hidden = false;
  show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    chooseAll.checked = chosen > 0 && chosen === boxes.length;
    chooseAll.indeterminate = chosen > 0 && chosen < boxes.length;
    list.classList.toggle("some-chosen", chosen > 0);
  };
  chooseAll.addEventListener("change", () => {
    for (const box of boxes) box.checked = chooseAll.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

// Several in a row, with the shift key, as in other programs.
let last = null;
for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      show();
    }
    last = box;
  });
}

// What is asked for in a conversation may lie in a folded message.
const asked = document.getElementById(location.hash.slice(1));
if (asked instanceof HTMLDetailsElement) asked.open = true;

// Keyboard
const help = document.getElementById("keys");
const helpButton = document.querySelector("[data-keys]");
if (help && helpButton) {
  helpButton.hidden = false;
  helpButton.addEventListener("click", () => help.showModal());
}

const rows = [...document.querySelectorAll("[data-row]")];
let here = rows.findIndex((row) => `#${row.id}` === location.hash);

const goTo = (index) => {
  if (!rows[index]) return;
  rows[here]?.classList.remove("here");
  here = index;
  rows[here].classList.add("here");
  rows[here].querySelector(".mail-link").focus();
};
if (rows[here]) goTo(here);

// A button of the list acts on what is chosen, or on the row one is at.
const press = (action) => {
  const button = document.querySelector(`#messages [name=action][value=${action}]`);
  if (!button) return;
  if (!boxes.some((box) => box.checked)) {
    const box = rows[here]?.querySelector("[name=ids]");
    if (!box) return;
    box.checked = true;
  }
  button.click();
};

// The message in a conversation that one is in, else the one that was asked for.
const letter = () => document.activeElement.closest(".letter")
  ?? document.querySelector(".letter.asked");
const inLetter = (key) => letter()?.querySelector(`[data-letter-key="${key}"]`)?.click();
const marked = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

const onList = {
  j: () => goTo(Math.min(here + 1, rows.length - 1)),
  k: () => goTo(Math.max(here - 1, 0)),
  o: () => rows[here]?.querySelector(".mail-link").click(),
  x: () => rows[here]?.querySelector("[name=ids]").click(),
  s: () => rows[here]?.querySelector(".star").click(),
  e: () => press("archive"),
  "#": () => press(document.querySelector("#messages [value=trash]") ? "trash" : "delete"),
};
const inConversation = {
  j: () => marked("j"),
  k: () => marked("k"),
  e: () => marked("e"),
  "#": () => marked("#"),
  u: () => marked("u"),
  s: () => inLetter("s"),
  r: () => inLetter("r"),
  a: () => (letter()?.querySelector('[data-letter-key="a"]') ? inLetter("a") : inLetter("r")),
  f: () => inLetter("f"),
};
const everywhere = {
  c: () => marked("c"),
  "/": () => document.getElementById("q")?.focus(),
  "?": () => help?.showModal(),
};
const keys = {
  ...everywhere,
  ...(rows.length ? onList : {}),
  ...(document.querySelector(".letter") ? inConversation : {}),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || help?.open || event.ctrlKey || event.altKey || event.metaKey) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Export: the browser saves what the form answers; meanwhile the page says how far it is.
const exporting = document.querySelector("form[data-export]");
exporting?.addEventListener("submit", () => {
  const box = exporting.querySelector(".export-progress");
  const [bar, status] = box.children;
  const query = new URLSearchParams({ progress: exporting.elements.key.value });
  let begun = false;
  let asked = 0;
  box.hidden = false;
  bar.removeAttribute("value");
  const ask = async () => {
    const answer = await fetch(`${exporting.dataset.export}?${query}`);
    const { done, total } = await answer.json();
    begun ||= total > 0;
    asked += 1;
    if (total) {
      bar.value = done / total;
      status.textContent = `${done} / ${total}`;
    }
    // Over, or so small that it was over before it was asked about.
    if (!total && (begun || asked > 4)) {
      bar.value = 1;
      status.textContent = exporting.dataset.done;
    } else setTimeout(ask, 500);
  };
  setTimeout(ask, 300);
});
