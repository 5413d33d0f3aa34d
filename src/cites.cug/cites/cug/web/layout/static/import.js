// Import of permits: the files stay chosen between the look and the import, and the page
// says how far it is. Without this script the form sends them, and they are chosen again.
const form = document.getElementById("import");
const outcome = document.getElementById("outcome");
// Not form.action: the buttons are called so.
const address = form.getAttribute("action");
const box = form.querySelector(".import-progress");
const bar = box.querySelector("progress");
const [reading, storing, count] = box.querySelector("[role=status]").children;
let busy = false;

const watch = async (key) => {
  while (busy) {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    const answer = await fetch(`${address}?${new URLSearchParams({ progress: key })}`);
    if (!busy || !answer.ok) continue;
    const { done, total } = await answer.json();
    reading.hidden = total > 0;
    storing.hidden = !total;
    count.textContent = total ? `${done} / ${total}` : done;
    if (total) bar.value = done / total;
  }
};

const send = async (data) => {
  try {
    const answer = await fetch(address, { method: "POST", body: data });
    if (answer.ok || answer.status === 400) return await answer.text();
  } catch {
    // No answer at all is told like a bad one.
  }
  const told = document.createElement("p");
  told.className = "message error";
  told.setAttribute("role", "alert");
  told.textContent = form.dataset.failed;
  return told.outerHTML;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const data = new FormData(form, event.submitter);
  data.append("scripted", "1");
  const buttons = [...form.querySelectorAll("button"), ...outcome.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  bar.removeAttribute("value");
  count.textContent = "";
  box.hidden = false;
  watch(data.get("key"));
  outcome.innerHTML = await send(data);
  labelCells(outcome);
  busy = false;
  box.hidden = true;
  for (const button of buttons) button.disabled = false;
  outcome.focus({ preventScroll: true });
  outcome.scrollIntoView();
});

// What was said of other files says nothing of these.
form.elements.files.addEventListener("change", () => outcome.replaceChildren());
window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});
