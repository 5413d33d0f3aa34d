// The country that was looked up last is chosen again; it is kept on this device alone.
for (const select of document.querySelectorAll("select[data-remember]")) {
  const name = select.dataset.remember;
  if (!select.value) select.value = localStorage.getItem(name) ?? "";
  select.form.addEventListener("submit", () => localStorage.setItem(name, select.value));
}

// A country is found by any part of its name, or by its code. Without scripts one chooses.
const plain = (text) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
for (const select of document.querySelectorAll("select[data-type-ahead]")) {
  const options = [...select.options].filter((option) => option.value);
  const input = document.createElement("input");
  const list = document.createElement("datalist");
  for (const name of ["id", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  [select.id, list.id] = [`${input.id}-code`, `${input.id}-names`];
  [select.hidden, select.required, input.required] = [true, false, true];
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false });
  input.setAttribute("list", list.id);
  list.append(...options.map(({ text }) => Object.assign(document.createElement("option"), { value: text })));
  // Two letters are a code: "UK" is no part of Ukraine.
  const having = (typed) => (typed.length < 3 ? [] : options.filter(({ text }) => plain(text).includes(typed)));
  const take = (option, typed) => {
    select.value = option?.value ?? "";
    const { typeAhead, several } = select.dataset;
    input.setCustomValidity(option || !typed ? "" : having(typed).length > 1 ? several : typeAhead);
  };
  if (select.value) input.value = select.selectedOptions[0].text;
  input.addEventListener("input", () => {
    const typed = plain(input.value);
    take(options.find(({ text, value }) => [plain(text), value.toLowerCase()].includes(typed)), typed);
  });
  // Enough of it was typed.
  input.addEventListener("change", () => {
    const found = having(plain(input.value));
    const one = select.value ? select.selectedOptions[0] : found.length === 1 && found[0];
    if (!one) return;
    input.value = one.text;
    take(one, plain(one.text));
  });
  select.after(input, list);
  // Where the country is known, its number is next.
  if (select.autofocus) (select.value ? select.form.elements.number : input).focus();
}

// What is said outside comes after what is said here, which waits for nobody. Without
// scripts the form is sent by its button and answered by a page.
const SOON = 3000;
const TRIES = 5;
let tries = 0;
const askOutside = async (form) => {
  const part = form.closest("[data-outside]");
  const asking = form.querySelector("[data-asking]");
  const button = form.querySelector("button");
  asking.hidden = false;
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page?.querySelector("[data-outside]");
  asking.hidden = true;
  button.disabled = false;
  if (!said) return;
  // It stays, as what is read out when it changes.
  part.replaceChildren(...said.childNodes);
  const again = part.querySelector("[data-ask-outside]");
  tries += 1;
  if (said.dataset.outside === "busy" && tries < TRIES) setTimeout(() => askOutside(again), SOON);
};
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ask-outside]")) return;
  event.preventDefault();
  tries = 0;
  askOutside(event.target);
});
const unasked = document.querySelector("[data-outside=untold] [data-ask-outside]");
if (unasked) askOutside(unasked);
