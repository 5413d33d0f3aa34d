// What is typed into a form is kept on the server, for whoever types it alone, until it
// is sent; never in the browser. Files have to be chosen again.
const box = document.querySelector("[data-keep]");
const form = box && document.getElementById(box.dataset.for);
if (form) {
  const WAIT = 2000;
  const { keep: address, place, kept } = box.dataset;
  const status = box.querySelector("[data-kept-now]");
  form.querySelector(".bar-state")?.append(status);
  const { lang } = document.documentElement;
  const { timeZone } = document.documentElement.dataset;
  const locale = lang === "en" ? "en-GB" : lang;
  const isTyped = ([name, value]) => typeof value === "string"
    && name !== "_authenticator" && name !== "form.key" && !name.startsWith("decisions.");
  const typed = () => JSON.stringify([...new FormData(form)].filter(isTyped));
  let [timer, sent, running] = [0, false, Promise.resolve()];
  let last = typed();
  const keep = async (options) => {
    const fields = typed();
    if (sent || fields === last) return;
    const data = new FormData();
    data.append("_authenticator", form.elements._authenticator.value);
    data.append("place", place);
    data.append("fields", fields);
    try {
      const answer = await fetch(address, { method: "POST", body: data, ...options });
      if (answer.redirected || answer.status === 401) document.dispatchEvent(new Event("session-over"));
      if (!answer.ok || answer.redirected) return;
      const { saved } = await answer.json();
      last = fields;
      const time = new Date(saved).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
      status.textContent = `${kept} ${time}`;
      // What was offered is replaced by what is typed.
      const offer = box.querySelector("form");
      if (offer) offer.hidden = true;
    } catch {
      // The next change tries again; the page still has it all.
    }
  };
  const keepNow = (options) => {
    clearTimeout(timer);
    running = running.then(() => keep(options));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, WAIT);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepNow({ keepalive: true });
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}
