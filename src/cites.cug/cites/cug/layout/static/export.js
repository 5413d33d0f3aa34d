// Export: the browser saves what the form answers; meanwhile the page says how far it is.
const exporting = document.querySelector("form[data-export]");
exporting?.addEventListener("submit", () => {
  const box = exporting.querySelector(".export-progress");
  const [bar, status] = box.children;
  const query = new URLSearchParams({ progress: exporting.elements.key.value });
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let begun = false;
  let asked = 0;
  box.hidden = false;
  bar.removeAttribute("value");
  const ask = async () => {
    const answer = await fetch(`${exporting.dataset.export}?${query}`);
    const { done, total } = await answer.json();
    begun ||= total > 0;
    asked += 1;
    if (total) {
      bar.value = done / total;
      status.textContent = share.format(done / total);
    }
    // Over, or so small that it was over before it was asked about.
    if (!total && (begun || asked > 4)) {
      bar.value = 1;
      status.textContent = exporting.dataset.done;
    } else setTimeout(ask, 500);
  };
  setTimeout(ask, 300);
});
