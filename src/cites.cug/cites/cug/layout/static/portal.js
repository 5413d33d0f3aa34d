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
for (const time of document.querySelectorAll("time[datetime*='T']")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  const full = { dateStyle: "medium", timeStyle: "short", timeZone };
  time.textContent = moment.toLocaleString(locale, "short" in time.dataset ? brief(moment) : full);
  if ("short" in time.dataset) time.title = moment.toLocaleString(locale, full);
}
