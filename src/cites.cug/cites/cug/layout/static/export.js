// Export: the browser saves what the form answers; meanwhile the page says how far it is.
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
  box.hidden = false;
  bar.removeAttribute("value");
  status.textContent = "";
  const ask = async () => {
    const answer = await fetch(`${exporting.dataset.export}?${query}`);
    const { done, total, ended } = await answer.json();
    if (mine !== started) return;
    if (total) {
      bar.value = done / total;
      status.textContent = share.format(done / total);
    }
    if (ended) {
      bar.value = 1;
      status.textContent = exporting.dataset.done;
    } else setTimeout(ask, 500);
  };
  setTimeout(ask, 300);
});
