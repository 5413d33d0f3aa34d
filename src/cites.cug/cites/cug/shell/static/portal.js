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
for (const time of document.querySelectorAll("time[datetime*='T']")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  const format = { dateStyle: "medium", timeStyle: "short" };
  time.textContent = moment.toLocaleString(locale, format);
}
