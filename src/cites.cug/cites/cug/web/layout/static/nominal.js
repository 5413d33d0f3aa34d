// Marks what may name somebody as one types, and puts neutral words in its place, or keeps
// what the writer decides about it. Only the server knows what it is; without this script it
// says so when the form is sent.
const panel = document.getElementById("decision");
const form = panel.closest("form");
const list = panel.querySelector(".findings");
const template = panel.querySelector("template");
const pattern = template.content.firstElementChild;
const named = (field, kind) => template.dataset.named.replace("{field}", () => field).replace("{kind}", () => kind);
const all = panel.querySelector("[data-all]");
const PAUSE = 700;
const GAP = "\n\n";
const BLOCK = "p,div,li,td,th,h2,h3,h4,blockquote,dd,dt,pre,caption";

// Python counts characters, the browser halves of some.
const units = (text, index) => (/[\ud800-\udfff]/.test(text) ? [...text].slice(0, index).join("").length : index);

// A name is replaced wherever it stands, and not within another word.
const whole = (words) => new RegExp(`(?<![\\p{L}\\p{N}])${words.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "gu");

const readable = (address) => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};

// Fields: each knows its text, how to mark it and how to replace something in it.
const labelOf = (input) => (form.querySelector(`label[for="${input.id}"]`)?.firstChild?.textContent ?? "").trim();

const typedField = (input) => {
  let under = null;
  const draw = (findings) => {
    if (!findings.length && !under) return;
    if (!under) {
      const focused = document.activeElement === input;
      const box = document.createElement("div");
      box.className = "marked";
      under = document.createElement("div");
      under.className = "marked-under";
      under.setAttribute("aria-hidden", "true");
      input.replaceWith(box);
      box.append(under, input);
      if (focused) input.focus();
      input.addEventListener("scroll", () => { under.scrollTop = input.scrollTop; under.scrollLeft = input.scrollLeft; });
    }
    const style = getComputedStyle(input);
    for (const name of ["font", "letterSpacing", "padding", "borderWidth", "textAlign"]) under.style[name] = style[name];
    under.style.whiteSpace = input.matches("textarea") ? "pre-wrap" : "pre";
    under.style.overflowWrap = "break-word";
    Object.assign(under.style, { left: `${input.offsetLeft}px`, top: `${input.offsetTop}px`, width: `${input.offsetWidth}px`, height: `${input.offsetHeight}px` });
    const parts = [];
    let at = 0;
    for (const { start, end, certainty } of findings) {
      const mark = document.createElement("mark");
      mark.className = certainty;
      mark.textContent = input.value.slice(start, end);
      parts.push(input.value.slice(at, start), mark);
      at = end;
    }
    under.replaceChildren(...parts, input.value.slice(at), "\n");
    under.scrollTop = input.scrollTop;
    under.scrollLeft = input.scrollLeft;
  };
  return {
    label: labelOf(input),
    text: () => input.value,
    mark: draw,
    replace: (from, to) => {
      input.value = input.value.replaceAll(whole(from), () => to);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
};

const fileField = (input) => ({
  label: labelOf(input),
  text: () => [...input.files].map((file) => file.name).join("\n"),
  mark: () => {},
  replace: null,
});

// All that is marked in texts of the editor, by how certain it is.
const marked = { sure: new Map(), maybe: new Map() };

const richField = (area) => {
  const { surface } = area.editor;
  // Text nodes with where each begins in the text of all.
  const pieces = () => {
    const found = [];
    const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let text = "", block = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeName === "BR" && !node.className) text += "\n";
      if (node.nodeType !== node.TEXT_NODE) continue;
      const own = node.parentElement.closest(BLOCK);
      if (text && own !== block) text += "\n";
      block = own;
      found.push({ node, start: text.length });
      text += node.data;
    }
    return { found, text };
  };
  // Where links lead to, and tooltips: nothing to mark, and yet handed in.
  const hidden = () => [...surface.querySelectorAll("[href], [title]")]
    .flatMap((element) => ["href", "title"].map((name) => readable(element.getAttribute(name) ?? "")))
    .filter(Boolean);
  const rangeIn = ({ found, text }, { start, end }) => {
    if (end > text.length) return null;
    const at = (offset, last) => found.findLast((piece) => piece.start < offset || (!last && piece.start === offset));
    const [first, final] = [at(start, false), at(end, true)];
    if (!first || !final) return null;
    const range = document.createRange();
    range.setStart(first.node, start - first.start);
    range.setEnd(final.node, end - final.start);
    return range;
  };
  return {
    label: labelOf(area),
    text: () => [pieces().text, ...hidden()].join("\n"),
    mark: (findings) => {
      if (!CSS.highlights) return;
      const text = pieces();
      for (const [certainty, areas] of Object.entries(marked)) {
        const own = findings.filter((one) => one.certainty === certainty);
        areas.set(area, own.map((one) => rangeIn(text, one)).filter(Boolean));
        CSS.highlights.set(`nominal-${certainty}`, new Highlight(...[...areas.values()].flat()));
      }
    },
    replace: (from, to) => {
      const text = pieces();
      const ranges = [...text.text.matchAll(whole(from))]
        .map(({ index }) => rangeIn(text, { start: index, end: index + from.length }))
        .filter(Boolean);
      area.editor.replace(ranges, to);
      area.editor.strip(from);
    },
  };
};

const known = new WeakMap();
const fieldOf = (input) => {
  // The editor takes the place of its field.
  const key = input.editor ?? input;
  if (!known.has(key)) {
    known.set(key, input.editor ? richField(input) : input.type === "file" ? fileField(input) : typedField(input));
  }
  return known.get(key);
};
const asked = "textarea[name], input[name]:is([type=text], :not([type])):not([role=combobox], [name=find]), input[type=file]";
const fields = () => [...form.querySelectorAll(asked)]
  .filter((input) => !panel.contains(input) && !input.disabled)
  .map(fieldOf);

// Said before the text is sent, where no names can be found in its script.
const warning = document.createElement("p");
warning.className = "message warning";
warning.setAttribute("role", "status");
warning.hidden = true;
panel.before(warning);

// In the bar of buttons, as the panel may be out of sight.
const signpost = Object.assign(document.createElement("a"), { href: `#${panel.id}`, className: "signpost", hidden: true });
form.querySelector(".bar-state")?.append(signpost);

// The list --------------------------------------------------------------------------
// One line for all findings of the same words, which keeps what was decided about them.
const lines = new Map();
const wordsOf = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
const partsOf = (item) => ({
  kind: item.querySelector(".kind"),
  mark: item.querySelector("mark"),
  text: item.querySelector("[type=hidden]"),
  button: item.querySelector("button"),
  select: item.querySelector("select"),
  reason: item.querySelector(".reason"),
});
const lineOf = (item) => [...lines.values()].find((line) => line.item === item);
const isOpen = ({ item, select, reason }) => item.isConnected && item.className === "sure"
  && (!select.value || (select.value === "keep" && !reason.value.trim()));
const openLines = () => [...lines.values()].filter(isOpen);

const addLine = (item) => {
  const line = { item, fields: new Set(), ...partsOf(item) };
  item.querySelector(".neutral")?.remove();
  line.button.addEventListener("click", () => {
    replace([line]);
    goOn();
  });
  lines.set(wordsOf(line.mark.textContent), line);
  return line;
};

const replace = (some) => {
  for (const { item, fields, finding } of some) {
    for (const field of fields) field.replace(finding.text, finding.neutral);
    item.remove();
  }
  check();
};

// After the last decision comes the button that sends the form.
const isSending = (element) => element.type === "submit" && element.tabIndex >= 0 && !element.formNoValidate
  && panel.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
const goOn = () => {
  const open = openLines();
  all.hidden = open.filter((line) => !line.button.hidden).length < 2;
  (open[0]?.select ?? [...form.elements].find(isSending))?.focus();
};

const replaceAll = () => {
  replace(openLines().filter((line) => !line.button.hidden));
  goOn();
};
all.addEventListener("click", replaceAll);

const decide = (line, digit) => {
  const option = line.select.querySelector(`[data-digit="${digit}"]`);
  if (digit === "1" && !line.button.hidden) line.button.click();
  if (!option) return;
  line.select.value = option.value;
  if (option.value === "keep") line.reason.focus();
  else goOn();
};
panel.addEventListener("keydown", (event) => {
  const { target, code } = event;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (target.matches("input")) {
    if (code !== "Enter" && code !== "NumpadEnter") return;
    event.preventDefault();
    goOn();
    return;
  }
  const [, digit] = code.match(/^(?:Digit|Numpad)(\d)$/) ?? [];
  const line = lineOf(target.closest("li")) ?? openLines()[0];
  if (!digit || !line) return;
  event.preventDefault();
  if (digit === "0") replaceAll();
  else decide(line, digit);
});

const show = (found) => {
  const shown = new Set();
  for (const line of lines.values()) line.fields.clear();
  for (const { field, finding } of found) {
    const words = wordsOf(finding.text);
    const line = lines.get(words) ?? addLine(fill(finding.text));
    line.fields.add(field);
    if (shown.has(line)) continue;
    shown.add(line);
    line.finding = finding;
    line.item.className = finding.certainty;
    line.kind.textContent = field.label ? named(field.label, finding.title) : finding.title;
    line.button.querySelector("span").textContent = finding.neutral;
  }
  for (const line of shown) line.button.hidden = ![...line.fields].every((field) => field.replace);
  const items = [...shown].sort((one, two) => (one.item.className < two.item.className) - (one.item.className > two.item.className))
    .map(({ item }) => item);
  if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren(...items);
    focused?.focus();
  }
  const open = openLines();
  all.hidden = open.filter((line) => !line.button.hidden).length < 2;
  panel.classList.toggle("maybe", !items.some((item) => item.className === "sure"));
  const count = panel.querySelector("[data-count]");
  if (count.textContent !== String(items.length)) count.textContent = items.length;
  panel.querySelector(".message")?.remove();
  panel.hidden = signpost.hidden = !items.length;
  signpost.textContent = `${panel.querySelector("h2").textContent} (${items.length})`;
};

const fill = (text) => {
  const item = pattern.cloneNode(true);
  const { mark, text: hidden, select } = partsOf(item);
  mark.textContent = text;
  hidden.value = text;
  select.setAttribute("aria-label", template.dataset.question.replace("{text}", () => text));
  return item;
};

panel.querySelector(".by-keyboard").hidden = false;
for (const item of list.children) addLine(item);
// The page came back because of these alone.
if (openLines().length && document.querySelectorAll(".error-summary li").length < 2) goOn();

// Asking ----------------------------------------------------------------------------
let timer, last = null, running = null;

async function check() {
  const some = fields();
  const texts = some.map((field) => field.text());
  const text = texts.join(GAP);
  if (text === last) return;
  running?.abort();
  running = new AbortController();
  let findings, unchecked;
  try {
    const options = {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ text }),
      signal: running.signal,
    };
    const answer = await fetch(panel.dataset.check, options);
    if (!answer.ok) return;
    ({ findings, unchecked } = await answer.json());
  } catch {
    return; // It is asked again with the next letter, and when the form is sent.
  }
  last = text;
  warning.textContent = unchecked ?? "";
  warning.hidden = !unchecked;
  const found = [];
  let begin = 0;
  some.forEach((field, index) => {
    const own = findings
      .map((finding) => ({ ...finding, start: units(text, finding.start) - begin, end: units(text, finding.end) - begin }))
      .filter(({ start }) => start >= 0 && start < texts[index].length);
    field.mark(own);
    found.push(...own.map((finding) => ({ field, finding })));
    begin += texts[index].length + GAP.length;
  });
  show(found);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

form.addEventListener("input", later);
form.addEventListener("change", later);
if (fields().some((field) => field.text().trim())) later();
