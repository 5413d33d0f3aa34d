// The toolbar: one stop of the Tab key, and arrows within, as WAI-ARIA describes it.
import { isAway, isIdle, isPressed } from "./commands.js";

const SVG = "http://www.w3.org/2000/svg";
const TOOLS = {
  undo: "M8 14 3 9l5-5M3 9h11a6 6 0 0 1 0 11h-4",
  redo: "m16 14 5-5-5-5m5 5H10a6 6 0 0 0 0 11h4",
  bold: "B", italic: "I", underline: "U", heading: "H", subheading: "h",
  bullets: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h11M10 12h11M10 18h11M3.500 4.500 5 3.500V9M3.500 15q2-2 2.500 0T3.500 20H6.500",
  quote: "M4 4v16M9 7h11M9 12h11M9 17h7",
  link: "m9 15 6-6M11 6l2-2a5 5 0 0 1 7 7l-2 2M13 18l-2 2a5 5 0 0 1-7-7l2-2",
  table: "M3 5h18v14H3zM3 10h18M9 5v14M15 5v14",
  clear: "M4 5h13M10.500 5v14M15 14l5 5M20 14l-5 5",
  addRow: "M3 4h18v7H3zM12 14v6M9 17h6",
  addColumn: "M4 3h7v18H4zM14 12h6M17 9v6",
  deleteRow: "M3 4h18v7H3zM9 17h6",
  deleteColumn: "M4 3h7v18H4zM14 12h6",
  deleteTable: "M3 5h18v14H3zM9 9l6 6M15 9l-6 6",
};
const BEGINS = new Set(["bold", "heading", "link", "addRow"]);

export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const icon = (path) => {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
};

export const makeToolbar = ({ texts, controls, state, run, link, focus }) => {
  const bar = make("div", { className: "ed-bar" });
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", texts.toolbar);
  bar.setAttribute("aria-controls", controls);
  const buttons = new Map();

  const address = make("input", { type: "url", id: `${controls}-address`, autocomplete: "off" });
  const row = make("div", { className: "ed-link", hidden: true },
    make("label", { htmlFor: address.id, textContent: texts.address }), address,
    make("button", { type: "button", textContent: texts.take }));
  const closeRow = () => { row.hidden = true; focus(); };
  const takeAddress = () => {
    const typed = address.value.trim();
    closeRow();
    if (typed) run(link(typed));
  };
  row.lastChild.addEventListener("click", takeAddress);
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === address) takeAddress();
    else if (event.key === "Escape") closeRow();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The form does not learn of what is typed here.
  for (const kind of ["input", "change"]) row.addEventListener(kind, (event) => event.stopPropagation());

  const press = (name) => {
    if (buttons.get(name).getAttribute("aria-disabled")) return;
    if (name !== "link" || isPressed(state(), "link")) run(name === "link" ? link("") : name);
    else {
      row.hidden = false;
      address.value = "";
      address.focus();
    }
  };
  for (const [name, sign] of Object.entries(TOOLS)) {
    const button = make("button", { type: "button", title: texts[name], tabIndex: -1 }, sign.length === 1 ? sign : icon(sign));
    button.setAttribute("aria-label", texts[name]);
    button.dataset.tool = name;
    if (BEGINS.has(name)) button.classList.add("begins");
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => press(name));
    buttons.set(name, button);
    bar.append(button);
  }
  const shown = () => [...buttons.values()].filter((button) => !button.hidden);
  const choose = (button) => {
    for (const other of buttons.values()) other.tabIndex = other === button ? 0 : -1;
  };
  choose(shown()[0]);
  bar.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.indexOf(document.activeElement);
    const toLeft = getComputedStyle(bar).direction === "rtl";
    const step = { ArrowRight: toLeft ? -1 : 1, ArrowLeft: toLeft ? 1 : -1 }[event.key];
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? (step && (at + step + all.length) % all.length);
    if (event.key === "Escape") focus();
    if (to === undefined || at < 0) return;
    event.preventDefault();
    choose(all[to]);
    all[to].focus();
  });

  const show = () => {
    const now = state();
    for (const [name, button] of buttons) {
      button.hidden = isAway(now, name);
      const pressed = isPressed(now, name);
      if (pressed !== null) button.setAttribute("aria-pressed", String(pressed));
      if (isIdle(now, name)) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    if (!shown().some((button) => button.tabIndex === 0)) choose(shown()[0]);
  };
  const enter = () => shown().find((button) => button.tabIndex === 0).focus();
  return { parts: [bar, row], show, enter };
};
