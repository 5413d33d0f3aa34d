// What every page shares. Each behaviour is an attribute in the markup and does without
// scripts: a form that asks first is sent without asking.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form marked so is sent as soon as one of its choices changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

// A password is shown to whoever types it, until it is sent.
for (const label of document.querySelectorAll("[data-shows]")) {
  const [box, field] = [label.querySelector("input"), document.getElementById(label.dataset.shows)];
  label.hidden = false;
  box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}

// Print and copy: the buttons do nothing without scripts, so they are not shown then.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Paper has all pictures, also those that the reader has not reached.
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    window.print();
  });
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const copied = [...document.querySelectorAll(button.dataset.copy)].map((one) => one.textContent);
    await navigator.clipboard.writeText(copied.join("\n"));
    button.textContent = button.dataset.copied;
  });
}

// A menu over the page closes when one goes on elsewhere, or by Escape.
for (const menu of document.querySelectorAll(".top details.menu, details.rare")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A refused form begins with what is wrong: a summary, the first field, or one sentence.
const wrong = document.querySelector("#form-errors")
  ?? document.querySelector("main [aria-invalid='true']")
  ?? document.querySelector("main .message.error");
if (wrong && !document.querySelector("[autofocus]")) {
  if (wrong.matches(".message")) wrong.tabIndex = -1;
  const folded = wrong.closest("details:not([open])");
  if (folded) folded.open = true;
  wrong.focus({ preventScroll: true });
  wrong.scrollIntoView({ block: "center" });
}

// Times are written in the zone that the reader has chosen, or in that of the device; the
// server writes them in UTC.
// Days and hours have the form that the server gives them, in each language: a row may have
// both. English has the day before the month.
const { lang } = document.documentElement;
const { timeZone } = document.documentElement.dataset;
const locale = lang === "en" ? "en-GB" : lang;
const DAY = { day: "numeric", month: "short" };
const DATE = { ...DAY, year: "numeric" };
const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// In lists: the hour of today, the day of this year, else the date.
const brief = (moment) => {
  const [then, now] = [moment, new Date()].map((one) => one.toLocaleDateString("en-CA", { timeZone }));
  if (then === now) return { ...HOUR, timeZone };
  return { ...then.slice(0, 4) === now.slice(0, 4) ? DAY : DATE, timeZone };
};
// How long ago something was written, where that tells more; then the day.
const ago = (moment) => {
  const minutes = Math.round((moment - Date.now()) / 60_000);
  const steps = [["minute", 1, 60], ["hour", 60, 24], ["day", 1440, 7]];
  const [unit, length] = steps.find(([, size, most]) => -minutes < size * most) ?? [];
  if (!unit || minutes > 0) return moment.toLocaleString(locale, brief(moment));
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  return minutes ? words.format(Math.ceil(minutes / length), unit) : words.format(0, "second");
};
for (const time of document.querySelectorAll("time[datetime*='T']")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  const exactly = "exact" in time.dataset ? { second: "2-digit", timeZoneName: "short" } : {};
  const full = { ...DATE, ...HOUR, ...exactly, timeZone };
  time.textContent = moment.toLocaleString(locale, "short" in time.dataset ? brief(moment) : full);
  if ("short" in time.dataset) time.title = moment.toLocaleString(locale, full);
  if ("ago" in time.dataset) {
    const told = [ago(moment), moment.toLocaleString(locale, full)];
    const tell = (exactly) => ([time.textContent, time.title] = exactly ? [...told].reverse() : told);
    tell(false);
    // Where nothing points, it is touched or reached by keys: each changes places with the other.
    time.addEventListener("click", (event) => {
      event.preventDefault();
      tell(time.title === told[1]);
    });
    const reached = time.closest("summary") ?? Object.assign(time, { tabIndex: 0 });
    reached.addEventListener("focus", () => reached.matches(":focus-visible") && tell(true));
    reached.addEventListener("blur", () => tell(false));
  }
}

// On a phone a row is a block, and each of its cells has its column's heading beside it: the
// stylesheet shows it so, and roles keep it a table for whoever hears it. Without scripts, or
// where it is a matrix of figures, the table is moved sideways.
const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
const labelCells = (root) => {
  for (const table of root.querySelectorAll(".table-scroll:not(.matrix) > table")) {
    table.setAttribute("role", "table");
    for (const one of table.querySelectorAll("thead, tbody, tfoot, tr, td")) one.setAttribute("role", ROLES[one.tagName]);
    const headings = [...table.tHead?.rows[0].cells ?? []].map((cell) => {
      if (cell.matches("th")) cell.setAttribute("role", "columnheader");
      return cell.querySelector(".visually-hidden") ? "" : cell.textContent.trim();
    });
    for (const row of [...table.tBodies, table.tFoot].flatMap((part) => [...part?.rows ?? []])) {
      let column = 0;
      for (const cell of row.cells) {
        if (cell.matches("th")) cell.setAttribute("role", "rowheader");
        // What is empty has none, and takes no room.
        const isFilled = cell.textContent.trim() || cell.childElementCount;
        if (isFilled) cell.dataset.label = cell.colSpan > 1 ? "" : headings[column] ?? "";
        column += cell.colSpan;
      }
    }
  }
};
labelCells(document);

// The session ends when nothing is sent for a while. It is kept while somebody types, said
// before it ends, and begun again in the page: nothing that was typed is lost.
if (window !== top) document.documentElement.classList.add("framed");
// For whatever asks the portal by script: true once the same member is in again.
let logInAgain = async () => false;
const session = document.getElementById("session");
if (session) {
  const { check, login, unused, latest } = session.dataset;
  const [SECOND, WARNED] = [1000, 120_000];
  const KEPT_EVERY = Math.min(300, unused / 4) * SECOND;
  const opened = Date.now();
  let [used, typed, over] = [opened, false, false];
  const end = () => Math.min(used + unused * SECOND, opened + latest * SECOND);
  const part = (name) => {
    for (const one of session.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== name;
    session.setAttribute("aria-label", session.querySelector("[data-when]:not([hidden]) h2").textContent);
    session.removeAttribute("aria-labelledby");
    if (!session.open) session.showModal();
  };
  // Whether there is a session; null where the portal cannot be reached. One question at a
  // time: letters typed meanwhile ask none of their own.
  const askWhetherIn = async () => {
    try {
      const answer = await fetch(check, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.ok) used = Date.now();
      return answer.ok || (answer.type === "opaqueredirect" || answer.status === 401 ? false : null);
    } catch {
      return null;
    }
  };
  let asking = null;
  const use = () => (asking ??= askWhetherIn().finally(() => { asking = null; }));
  // The portal's own way in, with second steps and all; true once the same member is in.
  let waiting = null;
  const logIn = () => {
    waiting ??= new Promise((resolve) => {
      over = true;
      const frame = document.createElement("iframe");
      const box = session.querySelector("[data-when=over]");
      frame.title = box.querySelector("h2").textContent;
      frame.src = login;
      const finish = (isIn) => {
        waiting = null;
        over = !isIn;
        frame.remove();
        session.close();
        resolve(isIn);
      };
      frame.addEventListener("load", () => {
        // The browser's own page, where the portal cannot be reached, is closed to scripts.
        if (!frame.contentDocument) return;
        const { member } = frame.contentDocument.documentElement.dataset;
        const isSame = member === document.documentElement.dataset.member;
        box.querySelector("[data-other]").hidden = !member || isSame;
        frame.contentDocument.querySelector("[autofocus]")?.focus();
        if (!isSame) return;
        used = Date.now();
        finish(true);
      });
      box.querySelector("[data-later]").onclick = () => finish(false);
      session.oncancel = (event) => {
        event.preventDefault();
        finish(false);
      };
      box.querySelector(".actions").before(frame);
      part("over");
    });
    return waiting;
  };
  // The field has the focus again, but not its caret: what is typed would not arrive.
  session.addEventListener("close", () => {
    const { activeElement: field } = document;
    if (!field.matches("input, textarea")) return;
    field.blur();
    field.focus();
  });
  session.querySelector("[data-close]").addEventListener("click", () => session.close());
  session.querySelector("[data-stay]").addEventListener("click", async () => {
    const isIn = await use();
    session.close();
    if (isIn === false) logIn();
  });
  // Whoever went back to what they typed is not asked again while they type on.
  logInAgain = async () => (over && !waiting ? false : logIn());
  document.addEventListener("session-over", logInAgain);
  document.addEventListener("input", () => {
    typed = true;
    if (Date.now() - used > KEPT_EVERY && Date.now() < end()) use();
  });
  setInterval(async () => {
    const left = end() - Date.now();
    if (!typed || over || left > WARNED) return;
    // A moment later, so that asking does not keep it.
    if (left < -5 * SECOND) {
      if (await use() === false) logIn();
      else used = Date.now();
    } else if (left > 0 && !session.open) part("soon");
  }, 10 * SECOND);

  // What is sent without a session or a connection would be lost: both are asked before.
  const [asked, known] = [new WeakSet(), new WeakSet()];
  window.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || !form.closest("main") || known.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Pressed again meanwhile, it is sent once.
    if (asked.has(form)) return;
    asked.add(form);
    const isIn = await use();
    if (isIn === null) part("unreachable");
    const mayGo = isIn || (isIn === false && await logIn());
    asked.delete(form);
    if (!mayGo) return;
    known.add(form);
    form.requestSubmit(submitter);
    // Where the browser itself refused something, nothing was sent.
    known.delete(form);
  }, true);
}

// What the portal answers as JSON; null without an answer. Whoever is logged out logs in
// again in the page, and it is asked once more.
const askPortal = async (url, typed, headers = {}) => {
  const address = new URL(url, location.href);
  for (const [name, value] of Object.entries(typed)) address.searchParams.set(name, value);
  const answer = await fetch(address, { headers, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    return await logInAgain() ? askPortal(url, typed, headers) : null;
  }
  return answer.ok ? answer.json() : null;
};

// A field that proposes while one types: recipients, readers, names of species, the first
// results of a search. `propose` answers groups of options; an option has its `parts` and
// what `choose` does, else it only says something. `first`: the first of them is taken by
// Enter and Tab. What was typed counts as it is without scripts, or without an answer.
let typeAheads = 0;
const typeAhead = (input, propose, { label, wait = 150, first = false }) => {
  const list = Object.assign(document.createElement("div"), { className: "found", hidden: true });
  list.id = `proposals-${++typeAheads}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.after(list);
  input.parentElement.classList.add("type-ahead");
  input.removeAttribute("list");
  // Several lines are a text box to assistive programs, and no combo box.
  const isLines = input.matches("textarea");
  const told = { "aria-autocomplete": "list", "aria-controls": list.id };
  if (!isLines) Object.assign(told, { role: "combobox", "aria-expanded": "false", autocomplete: "off" });
  for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);

  let [timer, closed, running, again] = [0, 0, false, false];
  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const point = (option) => {
    for (const one of options()) one.removeAttribute("aria-selected");
    input.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  // The field may lie in a box of its own, or above a button.
  const place = () => {
    if (list.hidden) return;
    const around = list.offsetParent ?? document.body;
    const above = around.getBoundingClientRect().top + around.clientTop;
    list.style.top = `${input.getBoundingClientRect().bottom - above}px`;
  };
  // A note above the field moves it while the list is open.
  new ResizeObserver(place).observe(input.parentElement);
  const unfold = (isOpen) => {
    list.hidden = !isOpen;
    place();
    if (!isLines) input.setAttribute("aria-expanded", String(isOpen));
    point(isOpen && first ? options()[0] : null);
  };
  const close = () => {
    clearTimeout(timer);
    closed += 1;
    again = false;
    unfold(false);
  };

  const made = (role, ...parts) => {
    const one = document.createElement("div");
    one.setAttribute("role", role);
    one.append(...parts);
    return one;
  };
  const show = (groups) => {
    let number = 0;
    const named = (one) => Object.assign(one, { id: `${list.id}-${++number}` });
    list.replaceChildren(...groups.flatMap(({ title, options: found }) => {
      const items = found.map(({ parts, choose }) => {
        const option = Object.assign(named(made("option", ...parts)), { choose });
        if (!choose) option.setAttribute("aria-disabled", "true");
        return option;
      });
      if (!title) return items;
      const heading = named(made("presentation", title));
      const group = made("group", heading, ...items);
      group.setAttribute("aria-labelledby", heading.id);
      return [group];
    }));
    unfold(list.hasChildNodes());
  };
  // One question at a time: what was typed meanwhile is asked after it.
  const lookUp = async () => {
    again = running;
    if (running) return;
    running = true;
    const asked = closed;
    const groups = await propose().catch(() => null);
    running = false;
    if (again) lookUp();
    else if (asked === closed && document.activeElement === input) show(groups ?? []);
  };

  input.addEventListener("input", () => {
    // What was proposed for fewer letters must not be taken by a quick Enter.
    point(null);
    clearTimeout(timer);
    timer = setTimeout(lookUp, wait);
  });
  // Being put into another box takes the focus from a field, and gives it back.
  input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || unfold(false)));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  const take = (option, event) => {
    if (event.key !== "Tab" || isLines) event.preventDefault();
    close();
    option.choose(event);
  };
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) take(option, event);
  });
  input.addEventListener("keydown", (event) => {
    // Among lines these keys move the cursor, unless something is proposed.
    if (event.isComposing || (list.hidden && isLines)) return;
    const [all, step] = [options(), { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    const at = all.findIndex((option) => option.hasAttribute("aria-selected"));
    if (step) {
      event.preventDefault();
      if (list.hidden) lookUp();
      else if (all.length) point(all.at((at < 0 && step < 0 ? -1 : at + step) % all.length));
    } else if (list.hidden) return;
    else if (all[at] && (event.key === "Enter" || (first && event.key === "Tab" && input.value))) take(all[at], event);
    else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
};

// The search over everything: its first results. Enter leads to its page, as without scripts.
for (const input of document.querySelectorAll("[data-first-results]")) {
  const span = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });
  const said = span("visually-hidden", "");
  said.setAttribute("role", "status");
  const asOption = ({ title, detail, url }) => ({
    parts: [Object.assign(span("", title), { dir: "auto" }), " ", Object.assign(span("quiet", detail), { dir: "auto" })],
    choose: ({ ctrlKey, metaKey }) => (ctrlKey || metaKey ? window.open(url) : location.assign(url)),
  });
  const firstResults = async () => {
    const typed = input.value.trim();
    said.textContent = "";
    if (typed.length < 2) return [];
    const answer = await askPortal(input.dataset.firstResults, { q: typed });
    if (!answer) return [];
    said.textContent = answer.said;
    const permit = /\p{Nd}/u.test(typed) && answer.permit ? [answer.permit] : [];
    const sections = [...answer.sections, ...permit].map(({ title, items }) => ({ title, options: items.map(asOption) }));
    const nothing = sections.length ? [] : [{ parts: [span("quiet", answer.said)] }];
    const all = { parts: [input.dataset.all], choose: () => input.form.requestSubmit() };
    return [...sections, { options: [...nothing, all] }];
  };
  typeAhead(input, firstResults, { label: input.labels[0]?.textContent.trim() ?? input.ariaLabel, wait: 250 });
  input.form.append(said);
}
