// Inputs of species: the names of the list of taxa are proposed while one types. Without
// scripts, or without an answer, what was typed is understood when it is sent.

const LEAST = 2;
const INPUTS = "input[data-taxa]";

const known = new WeakSet();
const propose = (input) => {
  if (known.has(input)) return;
  known.add(input);
  const note = Object.assign(document.createElement("span"), { className: "help taxa-note" });
  note.setAttribute("role", "status");
  const asOption = ({ name, title, found_by: foundBy, summary }) => {
    const called = Object.assign(document.createElement("i"), { textContent: name });
    const found = [name, title].includes(foundBy) ? [] : [foundBy];
    const detail = [...found, summary].filter(Boolean).join(" · ");
    const choose = () => {
      input.value = name;
      note.textContent = summary;
    };
    return { parts: [called, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: detail })], choose };
  };
  const lookUp = async () => {
    const typed = input.value.trim();
    const isAsked = typed.length >= LEAST;
    const answer = isAsked && await askPortal(input.dataset.taxa, { q: typed }, { Accept: "application/json" });
    const items = answer?.items ?? [];
    const meant = items.find((one) => one.meant);
    note.textContent = meant ? [meant.name, meant.summary].filter(Boolean).join(" · ") : "";
    return [{ options: items.map(asOption) }];
  };
  typeAhead(input, lookUp, { label: input.labels?.[0]?.firstChild.textContent.trim() ?? "" });
  input.nextElementSibling.after(note);
};
const reached = ({ target }) => target.matches?.(INPUTS) && propose(target);
document.addEventListener("focusin", reached);
reached({ target: document.activeElement });
