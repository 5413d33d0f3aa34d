// What the buttons and keys of the editor do.
import { chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { Selection } from "prosemirror-state";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes: N, marks: M } = schema;

export const isInside = (state, type) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
};
export const hasMark = (state, type) => {
  const { from, $from, to, empty } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
};

const list = (type) => (state, dispatch) => (isInside(state, type) ? liftListItem(N.li) : wrapInList(type))(state, dispatch);
const heading = (type) => (state, dispatch) => setBlockType(isInside(state, type) ? N.paragraph : type)(state, dispatch);
const quote = (state, dispatch) => (isInside(state, N.blockquote) ? lift : wrapIn(N.blockquote))(state, dispatch);
const table = (state, dispatch) => {
  const row = (type) => N.table_row.create(null, [1, 2, 3].map(() => type.createAndFill()));
  const made = N.table.create(null, [row(N.table_header), row(N.table_cell), row(N.table_cell)]);
  const changes = state.tr.replaceSelectionWith(made);
  // One begins in the first cell; ProseMirror would in the last.
  const { $from } = changes.selection;
  const depth = [...Array($from.depth + 1).keys()].findLast((one) => $from.node(one).type === N.table);
  if (depth !== undefined) changes.setSelection(Selection.near(changes.doc.resolve($from.start(depth))));
  dispatch?.(changes.scrollIntoView());
  return true;
};
const clear = (state, dispatch) => {
  const { from, to, empty } = state.selection;
  if (empty) return false;
  dispatch?.(Object.values(M).reduce((changes, type) => changes.removeMark(from, to, type), state.tr));
  return true;
};
const breakLine = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(N.br.create()).scrollIntoView());
  return true;
});

// "cites.org" is meant as an address of the web, "a@example.org" as one of mail.
const complete = (address) => {
  if (/^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(address)) return address;
  return `${/^[^/\s]+@[^/\s]+$/.test(address) ? "mailto:" : "https://"}${address}`;
};
export const link = (address) => (state, dispatch) => {
  const { from, empty } = state.selection;
  if (hasMark(state, M.a)) return toggleMark(M.a)(state, dispatch);
  const href = complete(address);
  if (!empty) return toggleMark(M.a, { href })(state, dispatch);
  dispatch?.(state.tr.insertText(address, from).addMark(from, from + address.length, M.a.create({ href })));
  return true;
};

export const commands = {
  undo, redo, clear, quote, table,
  bold: toggleMark(M.strong), italic: toggleMark(M.em), underline: toggleMark(M.u),
  heading: heading(N.h2), subheading: heading(N.h3), bullets: list(N.ul), numbers: list(N.ol),
  addRow: addRowAfter, addColumn: addColumnAfter, deleteRow, deleteColumn, deleteTable,
};
const marks = { bold: M.strong, italic: M.em, underline: M.u, link: M.a };
const blocks = { heading: N.h2, subheading: N.h3, bullets: N.ul, numbers: N.ol, quote: N.blockquote };
export const isPressed = (state, name) => {
  if (marks[name]) return hasMark(state, marks[name]);
  return blocks[name] ? isInside(state, blocks[name]) : null;
};
// What does nothing just now; the buttons of a table are hidden outside of one.
export const isIdle = (state, name) => ["undo", "redo", "clear"].includes(name) && !commands[name](state);
export const isAway = (state, name) => /^(?:add|delete)/.test(name) && !isInTable(state);

// No key alone: letters are text. Tab leaves the editor, as it leaves any field.
export const keys = {
  "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
  "Mod-b": commands.bold, "Mod-i": commands.italic, "Mod-u": commands.underline,
  Enter: splitListItem(N.li), "Shift-Enter": breakLine,
  "Mod-]": sinkListItem(N.li), "Mod-[": liftListItem(N.li),
  // The form sends itself by it.
  "Mod-Enter": () => true,
};
