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

// Recipients, where they are chosen by typing: the address book while one types a name.
if (document.getElementById("find")) {
  const form = document.getElementById("letter");
  const texts = document.getElementById("write").dataset;
  const debounce = (work, wait) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, wait);
    };
  };
  const find = document.getElementById("find");
  const chosen = document.getElementById("chosen");
  const reach = document.getElementById("reach");
  const [reachText, refusal] = reach.children;

  let latest = null;
  const checkReach = debounce(async () => {
    const query = latest = new URLSearchParams();
    for (const input of form.querySelectorAll("#chosen [name=to]")) query.append("to", input.value);
    query.append("handling", form.elements.handling.value);
    try {
      const answer = await fetch(`${texts.messages}/reach?${query}`);
      if (!answer.ok) return;
      const known = await answer.json();
      // An answer that was overtaken by that to what was chosen later.
      if (query !== latest) return;
      reachText.textContent = known.text;
      refusal.textContent = known.refusal;
      document.getElementById("ask-igo").hidden = !known.ask_igo;
      document.getElementById("igo-names").textContent = known.igo_names.join(", ");
      const many = document.getElementById("ask-many");
      if (many) many.hidden = !known.ask_many;
    } catch {
      // It is only a preview: what counts is asked when the message is sent.
    }
  }, 150);

  const everyone = {
    token: "everyone",
    title: find.dataset.everyoneTitle,
    detail: find.dataset.everyoneDetail,
  };
  pickSeveral(find.closest(".to-box"), { always: [everyone], changed: checkReach });
  for (const code of form.elements.handling) code.addEventListener("change", checkReach);

  // Enter in a line must not press a button.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) event.preventDefault();
  });

  // Begin where there is something to write, unless its writer has begun elsewhere.
  const hasBegun = document.activeElement !== document.body || document.getElementById("form-errors");
  if (!hasBegun && !chosen.children.length) find.focus();
}
