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
  button.addEventListener("click", () => window.print());
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
// English as the server writes dates: day before month.
const { lang } = document.documentElement;
const { timeZone } = document.documentElement.dataset;
const locale = lang === "en" ? "en-GB" : lang;
// In lists: the hour of today, the day of this year, else the date.
const brief = (moment) => {
  const [then, now] = [moment, new Date()].map((one) => one.toLocaleDateString("en-CA", { timeZone }));
  if (then === now) return { timeStyle: "short", timeZone };
  const sameYear = then.slice(0, 4) === now.slice(0, 4);
  return sameYear ? { day: "numeric", month: "short", timeZone } : { dateStyle: "medium", timeZone };
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
  // The long style has the seconds and the zone.
  const timeStyle = "exact" in time.dataset ? "long" : "short";
  const full = { dateStyle: "medium", timeStyle, timeZone };
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

// The session ends when nothing is sent for a while. It is kept while somebody types, said
// before it ends, and begun again in the page: nothing that was typed is lost.
if (window !== top) document.documentElement.classList.add("framed");
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
  // Whether there is a session; null where the portal cannot be reached.
  const use = async () => {
    try {
      const answer = await fetch(check, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.ok) used = Date.now();
      return answer.ok || (answer.type === "opaqueredirect" || answer.status === 401 ? false : null);
    } catch {
      return null;
    }
  };
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
  session.querySelector("[data-stay]").addEventListener("click", async () => {
    const isIn = await use();
    session.close();
    if (isIn === false) logIn();
  });
  document.addEventListener("session-over", () => { if (!over) logIn(); });
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

  // What is sent without a session would be lost: it is asked before.
  const [asked, known] = [new WeakSet(), new WeakSet()];
  window.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || !form.closest("main") || known.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Pressed again meanwhile, it is sent once.
    if (asked.has(form)) return;
    asked.add(form);
    const mayGo = await use() !== false || await logIn();
    asked.delete(form);
    if (!mayGo) return;
    known.add(form);
    form.requestSubmit(submitter);
    // Where the browser itself refused something, nothing was sent.
    known.delete(form);
  }, true);
}
