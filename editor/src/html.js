// From the HTML of a field to a document, and back.
import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

// As in core/validation/rich_text.py: a text without tags was typed without the editor.
const TAG = /<[a-zA-Z/!?]/;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const paragraphs = (text) => text.split(/\n\s*\n/)
  .map((part) => `<p>${escaped(part).replaceAll("\n", "<br>")}</p>`)
  .join("");
export const asHtml = (text) => (TAG.test(text) ? text : paragraphs(text));

const make = (tag, children, attributes = []) => {
  const element = document.createElement(tag);
  for (const { name, value } of attributes) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const isEmpty = (paragraph) => paragraph.childNodes.length === 1 && paragraph.firstChild.nodeName === "BR";

// A place in a text that is typed, so that the caret is found again in what is made of it.
export const PLACES = ["\ue000", "\ue001"];
export const withPlaces = (text, start, end) => {
  // Not within a tag or the name of a character, where they are typed.
  const free = (at) => at - (/(?:<[^<>]*|&#?\w*)$/.exec(text.slice(0, at))?.[0].length ?? 0);
  const [first, last] = TAG.test(text) ? [free(start), free(end)] : [start, end];
  return text.slice(0, first) + PLACES[0] + text.slice(first, last) + PLACES[1] + text.slice(last);
};

// White space is kept only where somebody has just typed it.
export const readHtml = (html, keepsSpaces) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const caption of body.querySelectorAll("table > caption")) {
    const { attributes, childNodes, parentElement } = caption;
    const before = make("p", [...childNodes], [...attributes]);
    before.dataset.caption = "";
    parentElement.before(before);
    caption.remove();
  }
  for (const section of body.querySelectorAll("thead, tbody, tfoot")) {
    for (const { name, value } of section.attributes) {
      for (const row of section.rows) if (!row.hasAttribute(name)) row.setAttribute(name, value);
    }
  }
  for (const paragraph of body.querySelectorAll("p")) if (isEmpty(paragraph)) paragraph.replaceChildren();
  return Reader.fromSchema(schema).parse(body, { preserveWhitespace: keepsSpaces });
};

// Rows in a row that belong to the same part of their table.
const divide = (table) => {
  const [all] = table.tBodies;
  let last = null;
  for (const row of [...all.rows]) {
    const tag = row.dataset.part ?? "tbody";
    delete row.dataset.part;
    if (last?.localName !== tag) {
      last = make(tag, []);
      table.append(last);
    }
    last.append(row);
  }
  all.remove();
};
// An entry with nothing but a paragraph is written without it.
const unwrap = (entry) => {
  const [first, ...others] = entry.children;
  const alone = entry.localName === "li" ? others.every((one) => /^[uo]l$/.test(one.localName)) : !others.length;
  if (first?.localName === "p" && !first.attributes.length && alone) first.replaceWith(...first.childNodes);
};
export const writeHtml = (doc) => {
  const box = make("div", []);
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  while (box.lastElementChild?.localName === "p" && !box.lastElementChild.hasChildNodes()) box.lastElementChild.remove();
  box.querySelectorAll("table").forEach(divide);
  box.querySelectorAll("td, th, li, dt, dd").forEach(unwrap);
  // Lines that were left empty stay to be seen.
  for (const paragraph of box.querySelectorAll("p:empty")) paragraph.append(make("br", []));
  for (const before of box.querySelectorAll("[data-caption]")) {
    delete before.dataset.caption;
    const table = before.nextElementSibling;
    if (table?.localName !== "table") continue;
    table.prepend(make("caption", [...before.childNodes], [...before.attributes]));
    before.remove();
  }
  return box.textContent.trim() || box.querySelector("table, hr") ? box.innerHTML : "";
};
