// Marks what may name somebody as one types, and puts neutral words in its place.
// Only the server knows; without this script it says so when the form is sent.
const panel = document.getElementById("decision");
const form = panel.closest("form");
const list = panel.querySelector(".findings");
const template = panel.querySelector("template");
const pattern = template.content.firstElementChild;
const named = (field, kind) => template.dataset.named.replace("{field}", () => field).replace("{kind}", () => kind);
const reason = panel.querySelector("input");
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
    for (const { start, end } of findings) {
      const mark = document.createElement("mark");
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
      input.focus();
    },
  };
};

const fileField = (input) => ({
  label: labelOf(input),
  text: () => [...input.files].map((file) => file.name).join("\n"),
  mark: () => {},
  replace: null,
});

// All that is marked in texts of the editor.
const marked = new Map();

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
      const all = pieces();
      marked.set(area, findings.map((one) => rangeIn(all, one)).filter(Boolean));
      CSS.highlights.set("nominal", new Highlight(...[...marked.values()].flat()));
    },
    replace: (from, to) => {
      const all = pieces();
      const ranges = [...all.text.matchAll(whole(from))]
        .map(({ index }) => rangeIn(all, { start: index, end: index + from.length }))
        .filter(Boolean);
      area.editor.replace(ranges, to);
      area.editor.strip(from);
      area.editor.focus();
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
  .filter((input) => input !== reason && !input.disabled)
  .map(fieldOf);

// Said before the text is sent, where no names can be found in its script.
const warning = document.createElement("p");
warning.className = "message warning";
warning.setAttribute("role", "status");
warning.hidden = true;
panel.before(warning);

// Asking ----------------------------------------------------------------------------
let timer, last = null, running = null;

const show = (found) => {
  list.replaceChildren(...found.map(({ field, finding }) => {
    const item = pattern.cloneNode(true);
    const [kind, mark, button] = item.children;
    kind.textContent = field.label ? named(field.label, finding.title) : finding.title;
    mark.textContent = finding.text;
    button.querySelector("span").textContent = finding.neutral;
    button.hidden = !field.replace;
    button.addEventListener("click", () => {
      field.replace(finding.text, finding.neutral);
      check();
    });
    return item;
  }));
  const count = panel.querySelector("[data-count]");
  if (count.textContent !== String(found.length)) count.textContent = found.length;
  panel.querySelector(".message")?.remove();
  panel.hidden = !found.length && !reason.value;
};

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
