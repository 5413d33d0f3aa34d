// What word processors, mail programs and browsers put on the clipboard, made plain. Looks
// are written as style attributes there; the policy of content blocks those, so they are
// read as text.
const TAGS = /<[^<>]*>/g;
const BLOCKED = /\s(style|on\w+)(?=\s*=)/gi;
const UNREAD = /<(style|script)\b[^]*?<\/\1\s*>/gi;
const LIST = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const NUMBERED = /^\s*\(?(?:\d+|[a-z]|[ivx]+)[.)]/i;
const LOOKS = [
  ["strong", /(?<!-)font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /(?<!-)font-style:\s*italic/i],
  ["u", /text-decoration[^;]*underline/i],
  ["s", /text-decoration[^;]*line-through/i],
  ["sub", /vertical-align:\s*sub/i],
  ["sup", /vertical-align:\s*super/i],
];
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,blockquote,pre,ul,ol,dl,table";
const looks = (element) => element.dataset.style ?? "";

// Word writes the entries of a list as paragraphs with their level and their mark.
const makeLists = (page) => {
  let open = [];
  let [before, kind] = [null, ""];
  for (const line of [...page.querySelectorAll("p")]) {
    const [, which, depth] = LIST.exec(looks(line)) ?? [];
    if (!which) continue;
    const level = Number(depth);
    const ignored = [...line.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(looks(span)));
    const tag = NUMBERED.test(ignored?.textContent ?? "") ? "ol" : "ul";
    ignored?.remove();
    if (which !== kind || line.previousElementSibling !== before) open = [];
    kind = which;
    open.length = Math.min(open.length, level);
    while (open.length < level) {
      const list = page.createElement(tag);
      const above = open.at(-1);
      if (above) {
        if (!above.lastElementChild) above.append(page.createElement("li"));
        above.lastElementChild.append(list);
      } else line.before(list);
      open.push(list);
    }
    const entry = page.createElement("li");
    entry.append(...line.childNodes);
    open.at(-1).append(entry);
    line.remove();
    [before] = open;
  }
};

const makeLooks = (page) => {
  for (const element of page.querySelectorAll("span[data-style]")) {
    for (const [tag, look] of LOOKS) {
      if (!look.test(looks(element))) continue;
      const made = page.createElement(tag);
      made.append(...element.childNodes);
      element.append(made);
    }
  }
  // Google's documents stand in one bold element that is not bold.
  for (const element of page.querySelectorAll("b[data-style], strong[data-style]")) {
    if (/(?<!-)font-weight:\s*(?:normal|400)/i.test(looks(element))) element.replaceWith(...element.childNodes);
  }
};

// Lines of mail programs, and lines left empty between paragraphs.
const makeParagraphs = (page) => {
  for (const line of page.querySelectorAll("div")) {
    if (line.querySelector(BLOCKS)) continue;
    const paragraph = page.createElement("p");
    paragraph.append(...line.childNodes);
    line.replaceWith(paragraph);
  }
  for (const box of [...page.querySelectorAll("div")].reverse()) box.replaceWith(...box.childNodes);
  for (const line of page.querySelectorAll("p")) if (!line.textContent.trim()) line.remove();
};

export const plainPaste = (html) => {
  // What this editor has copied is as it shall be.
  if (html.includes("data-pm-slice")) return html;
  const readable = html.replace(UNREAD, "").replace(TAGS, (tag) => tag.replace(BLOCKED, " data-$1"));
  const page = new DOMParser().parseFromString(readable, "text/html");
  for (const element of [...page.querySelectorAll("*")]) {
    if (element.localName.includes(":") || element.matches("meta, title, link, style, script, xml")) element.remove();
  }
  makeLists(page);
  makeLooks(page);
  makeParagraphs(page);
  for (const element of page.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (/^(?:data-|class$|lang$|title$)/.test(name)) element.removeAttribute(name);
  }
  return page.body.innerHTML;
};
