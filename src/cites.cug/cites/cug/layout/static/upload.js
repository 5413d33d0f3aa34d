// Several files: each is sent by itself, so that each has its own progress and outcome.
// Without this script the form sends all of them at once.
const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector(".drop");
const list = document.querySelector("ul.uploads");
const status = document.getElementById("upload-status");
const texts = form.dataset;
const queue = [];
const count = { stored: 0, refused: 0 };
let busy = false;

const line = (file) => {
  const item = document.createElement("li");
  item.innerHTML = '<span class="name"></span><button type="button" class="quiet-button">'
    + '</button><progress max="1" value="0"></progress><span class="outcome"></span>';
  const [name, cancel, progress, outcome] = item.children;
  name.textContent = file.name;
  cancel.textContent = texts.cancel;
  cancel.setAttribute("aria-label", `${texts.cancel}: ${file.name}`);
  progress.setAttribute("aria-label", file.name);
  outcome.textContent = texts.waiting;
  list.append(item);
  return { file, item, name, cancel, progress, outcome };
};

const finish = (entry, kind, message, url) => {
  entry.item.className = kind;
  entry.cancel.remove();
  entry.progress.remove();
  entry.outcome.textContent = message;
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = entry.file.name;
    entry.name.replaceChildren(link);
  }
  entry.done = true;
  count[kind] += 1;
  status.textContent = `${texts.stored} ${count.stored}, ${texts.refused} ${count.refused}`;
};

const send = (entry) => new Promise((resolve) => {
  const data = new FormData(form);
  data.delete(input.name);
  data.append(input.name, entry.file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) entry.progress.value = event.loaded / event.total;
    entry.outcome.textContent = "";
  });
  request.addEventListener("loadend", () => {
    const answer = request.response?.items?.[0];
    if (entry.cancelled) finish(entry, "refused", texts.cancelled);
    else if (!answer) finish(entry, "refused", texts.failed);
    else if (answer["@id"]) finish(entry, "stored", `${texts.sent} ${answer.message}`, answer["@id"]);
    else finish(entry, "refused", answer.message);
    resolve();
  });
  entry.cancel.addEventListener("click", () => request.abort());
  request.send(data);
});

const work = async () => {
  if (busy) return;
  busy = true;
  while (queue.length) {
    const entry = queue.shift();
    if (!entry.done) await send(entry);
  }
  busy = false;
};

const take = (chosen, ready) => {
  document.getElementById("outcomes").hidden = false;
  for (const [place, { value: file }] of ready.entries()) {
    const entry = line(file ?? chosen[place]);
    entry.cancel.addEventListener("click", () => {
      entry.cancelled = true;
      if (queue.includes(entry)) finish(entry, "refused", texts.cancelled);
    });
    if (!file) finish(entry, "refused", texts.failed);
    else if (file.size > Number(texts.maxBytes)) finish(entry, "refused", texts.tooLarge);
    else queue.push(entry);
  }
  work();
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = [...input.files];
  // Pictures in which something was blacked out go in the place of the chosen ones; where
  // that fails, neither goes.
  const ready = chosen.map(async (file) => form.blackedOut?.get(file)?.() ?? file);
  input.value = "";
  take(chosen, await Promise.allSettled(ready));
});
for (const type of ["dragenter", "dragover"]) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  // As if they had been chosen: what all files share, and what is to be blacked out in
  // pictures, comes before they are sent.
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
});
// A file dropped beside the field must not replace the page.
for (const type of ["dragover", "drop"]) {
  window.addEventListener(type, (event) => event.preventDefault());
}
window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});
