// What a text may hold: all that core/validation/rich_text.py keeps, so that no stored text
// loses anything by being opened here. A test compares the two.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const FOR_ALL = ["title", "lang", "dir"];
const SAFE = /^\s*(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i;
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,blockquote,pre,hr,ul,ol,dl,table";

const attrs = (names) => Object.fromEntries(names.map((name) => [name, { default: null }]));
const read = (names) => (element) => Object.fromEntries(names.map((name) => [name, element.getAttribute(name)]));
// Attributes without a value are not written.
const write = (tag) => (item) => [tag, item.attrs, 0];

const block = (tags, content, { own = [], ...more } = {}) => {
  const names = [...FOR_ALL, ...own];
  const [tag] = tags.split(" ");
  return {
    content,
    group: "block",
    attrs: attrs(names),
    defining: true,
    parseDOM: tags.split(" ").map((one) => ({ tag: one, getAttrs: read(names) })),
    toDOM: write(tag),
    ...more,
  };
};
const part = (tag, content) => block(tag, content, { group: "" });

const cellAttribute = (name) => ({
  default: null,
  getFromDOM: (cell) => cell.getAttribute(name),
  setDOMAttr: (value, written) => { if (value) written[name] = value; },
});
const tables = tableNodes({
  tableGroup: "block",
  cellContent: "block+",
  cellAttributes: Object.fromEntries([...FOR_ALL, "scope"].map((name) => [name, cellAttribute(name)])),
});
// Rows know the part of the table that they stand in: ProseMirror has rows alone.
const partOf = (row) => ["thead", "tfoot"].find((one) => one === row.parentElement?.localName) ?? null;
Object.assign(tables.table, {
  attrs: attrs(FOR_ALL),
  parseDOM: [{ tag: "table", getAttrs: read(FOR_ALL) }],
  toDOM: (node) => ["table", node.attrs, ["tbody", 0]],
});
Object.assign(tables.table_row, {
  attrs: attrs([...FOR_ALL, "part"]),
  parseDOM: [{ tag: "tr", getAttrs: (row) => ({ ...read(FOR_ALL)(row), part: row.dataset.part ?? partOf(row) }) }],
  toDOM: ({ attrs: { part: place, ...others } }) => ["tr", { ...others, "data-part": place }, 0],
});

const mark = (tags, { own = [], ...more } = {}) => {
  const names = [...FOR_ALL, ...own];
  const [tag] = tags.split(" ");
  return {
    attrs: attrs(names),
    // One may stand in another of its kind, with other attributes.
    excludes: "",
    parseDOM: tags.split(" ").map((one) => ({ tag: one, getAttrs: read(names) })),
    toDOM: write(tag),
    ...more,
  };
};
const readLink = (link) => SAFE.test(link.getAttribute("href")) && read([...FOR_ALL, "href"])(link);
const readSpan = (span) => FOR_ALL.some((name) => span.hasAttribute(name)) && read(FOR_ALL)(span);

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    // The first kind is what a new line becomes.
    paragraph: block("p", "inline*", { defining: false }),
    // Of the table that follows; see html.js.
    caption: block("p", "inline*", {
      parseDOM: [{ tag: "p[data-caption]", priority: 60, getAttrs: read(FOR_ALL) }],
      toDOM: (node) => ["p", { ...node.attrs, "data-caption": "" }, 0],
    }),
    h2: block("h2 h1", "inline*"),
    h3: block("h3", "inline*"),
    h4: block("h4 h5 h6", "inline*"),
    pre: block("pre", "inline*", {
      code: true,
      whitespace: "pre",
      parseDOM: [{ tag: "pre", preserveWhitespace: "full", getAttrs: read(FOR_ALL) }],
    }),
    line: block("div", "inline*", {
      parseDOM: [{ tag: "div", getAttrs: (div) => !div.querySelector(BLOCKS) && read(FOR_ALL)(div) }],
    }),
    div: block("div", "block+"),
    blockquote: block("blockquote", "block+"),
    ul: block("ul", "li+"),
    ol: block("ol", "li+", { own: ["start", "type"] }),
    li: part("li", "block+"),
    dl: block("dl", "(dt | dd)+"),
    dt: part("dt", "block+"),
    dd: part("dd", "block+"),
    hr: block("hr", "", { toDOM: (node) => ["hr", node.attrs] }),
    ...tables,
    text: { group: "inline" },
    br: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    a: mark("a", {
      own: ["href"],
      excludes: "a",
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: readLink }],
      toDOM: (link) => ["a", { ...link.attrs, rel: "noopener noreferrer" }, 0],
    }),
    abbr: mark("abbr"),
    span: mark("span", { parseDOM: [{ tag: "span, a:not([href])", getAttrs: readSpan }] }),
    em: mark("em i"),
    strong: mark("strong b"),
    u: mark("u"),
    ins: mark("ins"),
    s: mark("s strike"),
    del: mark("del"),
    sub: mark("sub"),
    sup: mark("sup"),
    code: mark("code"),
  },
});
