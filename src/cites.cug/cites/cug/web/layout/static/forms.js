// Forms: each behaviour is an attribute in the markup, and the form works without it.

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// An input that the browser refuses may lie in a folded part.
document.addEventListener("invalid", (event) => {
  const folded = event.target.closest("details:not([open])");
  if (folded) folded.open = true;
}, true);

// A link to an input in a folded part opens it first.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const folded = target.closest("details");
  if (folded) folded.open = true;
  // A field that the text editor stands for is hidden.
  const shown = target.editor?.surface ?? target;
  shown.focus();
  shown.scrollIntoView({ block: "center" });
});

// Short form and all fields, without asking the server.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unfold]");
  if (!button) return;
  event.preventDefault();
  const parts = [...button.form.querySelectorAll("details.part")];
  const opening = button.dataset.unfold === "open";
  for (const part of parts) part.open = opening;
  button.form.elements.form.value = opening ? "long" : "short";
  for (const other of button.form.querySelectorAll("[data-unfold]")) {
    other.hidden = other === button;
    if (other !== button) other.focus();
  }
});

// Leaving with changes that were not sent is asked about once.
for (const form of document.querySelectorAll("form.member-form")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// The text editor waits until a character that is composed of several keys is whole.
document.addEventListener("compositionstart", ({ target }) => { target.dataset.composing = ""; });
document.addEventListener("compositionend", ({ target }) => { delete target.dataset.composing; });

// Names of taxa, for `data-free`: what is typed is one too if the list has none.
const asName = ({ name, title, found_by: foundBy, summary }) => {
  const called = [name, title].includes(foundBy) ? "" : foundBy;
  return { token: name, title: name, detail: [called, summary].filter(Boolean).join(" · ") };
};
const asNames = (typed, taxa) =>
  taxa.length ? taxa.map(asName) : [{ token: typed, title: typed }];

// Several of many, as people or codes of a long list: the portal is asked while one types,
// and what is chosen is a chip. `always` are offered by their titles without asking;
// `changed` is called after each change.
const pickSeveral = (box, { always = [], changed = () => {} } = {}) => {
  const find = box.querySelector("[data-ask]");
  const chosen = box.querySelector(".chosen");
  const { ask, name, nobody, remove, free } = find.dataset;
  box.parentElement.querySelectorAll(".no-script").forEach((one) => { one.hidden = true; });
  const tell = () => {
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    changed();
  };
  const asChip = (item, token, title) => {
    const button = make("button", { type: "button", textContent: "×" });
    button.setAttribute("aria-label", `${remove} ${title}`);
    button.addEventListener("click", () => {
      item.remove();
      find.focus();
      tell();
    });
    const input = make("input", { type: "hidden", name, value: token });
    item.dataset.token = token;
    item.replaceChildren(input, make("span", { textContent: title }), button);
  };
  for (const item of chosen.children) {
    asChip(item, item.dataset.token, item.querySelector("label span").textContent);
  }
  const isChosen = (token) => [...chosen.children].some((item) => item.dataset.token === token);
  const choose = ({ token, title }) => {
    find.value = "";
    if (isChosen(token)) return;
    const item = make("li");
    asChip(item, token, title);
    chosen.append(item);
    tell();
  };
  const asOption = (item) => ({
    parts: [item.title, " ", make("span", { className: "quiet", textContent: item.detail })],
    choose: () => choose(item),
  });
  const none = { parts: [make("span", { className: "quiet", textContent: nobody })] };
  const lookUp = async () => {
    const typed = find.value.trim();
    const answer = await askPortal(ask, { q: typed }, free && { Accept: "application/json" });
    if (!answer) return [];
    if (free) answer.items = asNames(typed, answer.items);
    const meant = always.filter(({ title }) => title.toLowerCase().startsWith(typed.toLowerCase()));
    const others = [...meant, ...answer.items].filter(({ token }) => !isChosen(token));
    return [{ options: others.length ? others.map(asOption) : [none] }];
  };
  const label = document.querySelector(`label[for="${find.id}"]`);
  typeAhead(find, lookUp, { label: label.textContent.trim(), first: true });
  find.addEventListener("keydown", (event) => {
    // Enter in the field must not press a button.
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Backspace" && !find.value && chosen.lastElementChild) {
      chosen.lastElementChild.remove();
      tell();
    }
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) find.focus();
  });
};
document.querySelectorAll("[data-several]").forEach((box) => pickSeveral(box));

// One code of a long list: the portal is asked for titles while one types.
const pickCode = (input) => {
  const asOption = ({ title }) => ({
    parts: [title],
    choose: () => {
      input.value = title;
      input.form.dispatchEvent(new Event("input"));
    },
  });
  const lookUp = async () => {
    const answer = await askPortal(input.dataset.codes, { q: input.value.trim() });
    return [{ options: (answer?.items ?? []).map(asOption) }];
  };
  typeAhead(input, lookUp, { label: input.labels[0].textContent.trim(), first: true });
};
document.querySelectorAll("[data-codes]").forEach(pickCode);

// Rows that are added and removed.
for (const box of document.querySelectorAll("[data-rows]")) {
  const rows = box.querySelector("[data-row-list]");
  const template = box.querySelector("template");
  const adder = box.querySelector("[data-add-row]");
  let next = rows.children.length;
  const tidy = () => {
    [...rows.children].forEach((row, position) => {
      for (const shown of row.querySelectorAll(".row-number")) shown.textContent = position + 1;
    });
    adder.hidden = rows.children.length >= Number(box.dataset.rows);
  };
  const add = () => {
    const copy = template.cloneNode(true);
    copy.innerHTML = template.innerHTML.replaceAll("__row__", next++);
    rows.append(copy.content);
    tidy();
    rows.lastElementChild.querySelector("input, select").focus();
  };
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-row]")) {
      event.preventDefault();
      add();
    }
    const remover = event.target.closest("[data-remove-row]");
    if (!remover) return;
    event.preventDefault();
    const row = remover.closest("fieldset");
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (neighbour) {
      tidy();
      neighbour.querySelector("input, select").focus();
    } else add();
  });
}

// Which alerts are like what is typed: asked while somebody types, shown folded.
const alike = document.querySelector("[data-alike]");
if (alike?.closest("form")) {
  const form = alike.closest("form");
  const compared = alike.dataset.compared.split(" ");
  const isCompared = ([name]) => compared.some((one) => name.split(/[.:]/).includes(one));
  const facts = () => JSON.stringify([...new FormData(form)].filter(isCompared));
  let [timer, last] = [0, facts()];
  const compare = async () => {
    const asked = facts();
    if (asked === last) return;
    last = asked;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    data.append("form.buttons.compare", "1");
    const answer = await fetch(alike.dataset.alike, { method: "POST", body: data }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // An answer that was overtaken by that to what was typed later.
    if (asked !== last) return;
    const list = page.querySelector("#related");
    const found = list?.querySelectorAll("li").length;
    if (!found) return alike.replaceChildren();
    const heading = list.querySelector("h2");
    heading.hidden = true;
    const summary = make("summary", { textContent: `${heading.textContent} (${found})` });
    summary.setAttribute("role", "status");
    alike.replaceChildren(make("details", {}, summary, list));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(compare, 1500);
  });
}
