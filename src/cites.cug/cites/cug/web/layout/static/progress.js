// A form with a file that takes long: says how far it is, until the answer comes. Without
// this script the browser alone shows that it waits.
const form = document.querySelector("form[data-progress]");
const box = form.querySelector(".import-progress");
const bar = box.querySelector("progress");
const [reading, storing, count] = box.querySelector("[role=status]").children;

const watch = async () => {
  const asked = new URLSearchParams({ progress: form.elements.key.value });
  while (!box.hidden) {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    const answer = await fetch(`${form.getAttribute("action")}?${asked}`);
    if (!answer.ok) continue;
    const { done, total } = await answer.json();
    if (!total) continue;
    reading.hidden = true;
    storing.hidden = false;
    count.textContent = `${done} / ${total}`;
    bar.value = done / total;
  }
};

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !box.hidden) return;
  box.hidden = false;
  watch();
});
// Back on the page, nothing is read any more.
window.addEventListener("pageshow", () => { box.hidden = true; });
