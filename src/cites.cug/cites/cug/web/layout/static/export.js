// Export: the browser saves what the form answers; meanwhile the page says how far it is.
// Milliseconds until it asks again: at first, and at most where nothing new is told.
const SOON = 500;
const SELDOM = 15_000;
// And those after which it asks no more.
const PATIENCE = 600_000;
const exporting = document.querySelector("form[data-export]");
const name = exporting?.elements.key.value;
let started = 0;
exporting?.addEventListener("submit", () => {
  started += 1;
  const mine = started;
  // Another name for each: what is told of one that is over would end the next.
  exporting.elements.key.value = `${name}-${mine}`;
  const box = exporting.querySelector(".export-progress");
  const [bar, status] = box.children;
  const query = new URLSearchParams({ progress: exporting.elements.key.value });
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let known = "";
  let heard = Date.now();
  let pause = SOON;
  box.hidden = false;
  bar.hidden = false;
  bar.removeAttribute("value");
  status.textContent = "";
  const ask = async () => {
    const asked = fetch(`${exporting.dataset.export}?${query}`);
    // A network may fail for a while, and no answer is nothing new.
    const told = await asked.then((answer) => answer.json()).catch(() => ({}));
    if (mine !== started) return;
    if (told.total) {
      bar.value = told.done / told.total;
      status.textContent = share.format(told.done / told.total);
    }
    if (told.ended) {
      bar.value = 1;
      status.textContent = exporting.dataset.done;
      return;
    }
    const newest = JSON.stringify(told);
    if (newest === known) pause = Math.min(pause * 1.1, SELDOM);
    else [known, heard, pause] = [newest, Date.now(), SOON];
    if (Date.now() - heard < PATIENCE) setTimeout(ask, pause);
    else {
      bar.hidden = true;
      status.textContent = exporting.dataset.silent;
    }
  };
  setTimeout(ask, 300);
});
