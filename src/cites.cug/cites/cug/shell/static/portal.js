// What every page shares. Each behaviour is an attribute in the markup and does without
// scripts: a form that asks first is sent without asking.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form marked so is sent as soon as one of its choices changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

// Times are written in the reader's zone; the server writes them in UTC.
// English as the server writes dates: day before month.
const { lang } = document.documentElement;
const locale = lang === "en" ? "en-GB" : lang;
// In lists: the hour of today, the day of this year, else the date.
const brief = (moment) => {
  const now = new Date();
  if (moment.toDateString() === now.toDateString()) return { timeStyle: "short" };
  const sameYear = moment.getFullYear() === now.getFullYear();
  return sameYear ? { day: "numeric", month: "short" } : { dateStyle: "medium" };
};
for (const time of document.querySelectorAll("time[datetime*='T']")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  const full = { dateStyle: "medium", timeStyle: "short" };
  time.textContent = moment.toLocaleString(locale, "short" in time.dataset ? brief(moment) : full);
  if ("short" in time.dataset) time.title = moment.toLocaleString(locale, full);
}
