// Print: the button does nothing without scripts, so it is not shown then.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The country that was looked up last is chosen again; it is kept on this device alone.
for (const select of document.querySelectorAll("select[data-remember]")) {
  const name = select.dataset.remember;
  if (!select.value) select.value = localStorage.getItem(name) ?? "";
  select.form.addEventListener("submit", () => localStorage.setItem(name, select.value));
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
