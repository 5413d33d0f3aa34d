// The text editor of the forms. It takes the place of a textarea that works without it:
// value, caret and focus pass over in one go, and the focus only where the field had it.
// The field stays in the form; its value is given when the form is read ("formdata").
import { baseKeymap } from "prosemirror-commands";
import { history } from "prosemirror-history";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { commands, keys, link } from "./commands.js";
import { asHtml, PLACES, readHtml, withPlaces, writeHtml } from "./html.js";
import { plainPaste } from "./paste.js";
import { schema } from "./schema.js";
import { make, makeToolbar } from "./toolbar.js";

const { nodes: N } = schema;
const readable = (address) => {
  try { return decodeURIComponent(address); } catch { return address; }
};

// One can always write on below what is at the end.
const endsInParagraph = new Plugin({
  appendTransaction: (_changes, _old, { doc, tr }) => (
    doc.lastChild.isTextblock ? null : tr.insert(doc.content.size, N.paragraph.create()).setMeta("addToHistory", false)
  ),
});
const plugins = () => [
  history(),
  inputRules({
    rules: [
      wrappingInputRule(/^\s*([-*])\s$/, N.ul),
      wrappingInputRule(/^\s*(\d+)[.)]\s$/, N.ol, (found) => ({ start: found[1] === "1" ? null : found[1] })),
      wrappingInputRule(/^\s*>\s$/, N.blockquote),
    ],
  }),
  keymap(keys),
  keymap(baseKeymap),
  tableEditing(),
  endsInParagraph,
];

// The state to begin with, with the caret where it was in the field.
const begin = (field, hadFocus) => {
  const isTyped = field.value !== field.defaultValue;
  const { html } = field.dataset;
  const text = html !== undefined && !isTyped ? html : field.value;
  const marked = hadFocus && text === field.value ? withPlaces(text, field.selectionStart, field.selectionEnd) : text;
  let state = EditorState.create({ doc: readHtml(asHtml(marked), isTyped), plugins: plugins() });
  state = state.apply(state.tr.setMeta("begins", true));
  const found = PLACES.map(() => null);
  state.doc.descendants((node, position) => {
    PLACES.forEach((place, index) => {
      const at = node.isText ? node.text.indexOf(place) : -1;
      if (at >= 0) found[index] = position + at;
    });
  });
  const [start, end] = found;
  if (start === null || end === null) return state;
  const cleaned = state.tr.delete(end, end + 1).delete(start, start + 1).setMeta("addToHistory", false);
  return state.apply(cleaned.setSelection(TextSelection.create(cleaned.doc, start, end - 1)));
};

const enhance = (field) => {
  const texts = JSON.parse(field.dataset.editor);
  const hadFocus = document.activeElement === field;
  const state = begin(field, hadFocus);
  let first = state.doc;
  const label = document.querySelector(`label[for="${field.id}"]`);
  label.id ||= `${field.id}-label`;
  const attributes = {
    role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id,
    dir: "auto", class: "ed-text", id: `${field.id}-text`,
  };
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    if (field.hasAttribute(name)) attributes[name] = field.getAttribute(name);
  }
  if (field.required) attributes["aria-required"] = "true";

  const host = make("div");
  const view = new EditorView({ mount: host }, {
    attributes,
    state,
    transformPastedHTML: plainPaste,
    handleKeyDown: (_view, event) => {
      if (!event.altKey || event.key !== "F10") return false;
      toolbar.enter();
      return true;
    },
    dispatchTransaction(changes) {
      view.updateState(view.state.apply(changes));
      toolbar.show();
      if (changes.docChanged) field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const run = (what) => {
    (typeof what === "string" ? commands[what] : what)(view.state, view.dispatch, view);
    view.focus();
  };
  const toolbar = makeToolbar({
    texts, link, run, controls: attributes.id, state: () => view.state, focus: () => view.focus(),
  });

  // What nobody has changed is sent as it came.
  const value = () => {
    if (!view.state.doc.eq(first)) return writeHtml(view.state.doc);
    return field.value === field.defaultValue ? field.dataset.html ?? field.value : field.value;
  };
  field.form.addEventListener("formdata", (event) => {
    if (!field.disabled) event.formData.set(field.name, value());
  });
  // The browser's Back shows the field as it was left.
  addEventListener("pagehide", () => { if (!view.state.doc.eq(first)) field.value = value(); });
  const read = field.value;
  addEventListener("pageshow", () => {
    if (field.value === read || !view.state.doc.eq(first)) return;
    view.updateState(begin(field, false));
    first = view.state.doc;
  });
  label.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });

  const box = make("div", { className: "ed" }, ...toolbar.parts, host);
  field.after(box);
  field.hidden = true;
  // The browser cannot lead to a hidden field; the server says what is missing.
  field.required = false;
  toolbar.show();
  if (hadFocus) view.focus();

  field.editor = {
    surface: view.dom,
    focus: () => view.focus(),
    // Puts a text in the place of ranges of the page, in the order of the page.
    replace: (ranges, text) => {
      const places = ranges.map((range) => [range.startContainer, range.startOffset, range.endContainer, range.endOffset])
        .map(([start, at, end, to]) => [view.posAtDOM(start, at), view.posAtDOM(end, to)]);
      view.dispatch(places.reverse().reduce((changes, [from, to]) => changes.insertText(text, from, to), view.state.tr));
    },
    // Takes addresses and tooltips out that hold the words; what they stand at stays.
    strip: (words) => {
      const changes = view.state.tr;
      const holds = (attribute) => readable(attribute ?? "").includes(words);
      view.state.doc.descendants((node, position) => {
        const end = position + node.nodeSize;
        if (holds(node.attrs.title)) changes.setNodeAttribute(position, "title", null);
        for (const mark of node.marks) {
          if (!holds(mark.attrs.href) && !holds(mark.attrs.title)) continue;
          changes.removeMark(position, end, mark);
          if (!holds(mark.attrs.href)) changes.addMark(position, end, mark.type.create({ ...mark.attrs, title: null }));
        }
      });
      if (changes.docChanged) view.dispatch(changes);
    },
  };
  performance.mark("editor");
};

// Not in the middle of a composed character; forms.js marks the field for as long.
const start = (field) => {
  if ("composing" in field.dataset) field.addEventListener("compositionend", () => setTimeout(start, 0, field), { once: true });
  else enhance(field);
};
document.querySelectorAll("textarea[data-editor]").forEach(start);
