// Several files: each is a tile with its picture, what it shows, its progress and outcome,
// and is sent by itself. Without this script the form sends all of them at once.
const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const drop = form.querySelector(".drop");
const section = document.getElementById("chosen");
const list = section.querySelector(".tiles");
const [tileTemplate] = section.querySelectorAll("template");
const status = document.getElementById("upload-status");
const texts = form.dataset;
const tiles = [];
let busy = false;
let made = 0;

const unsent = () => tiles.filter((tile) => tile.state !== "stored");

// What is chosen and not stored yet stays chosen: the field is filled, and what may name
// somebody in names of files is said before they are sent.
const keepChosen = () => {
  const data = new DataTransfer();
  unsent().forEach(({ file }) => data.items.add(file));
  input.files = data.files;
  section.hidden = !tiles.length;
};

const tell = () => {
  const count = (state) => tiles.filter((tile) => tile.state === state).length;
  status.textContent = `${texts.stored} ${count("stored")}, ${texts.refused} ${count("refused")}`;
};

const label = (tile, text) => {
  tile.button.textContent = text;
  tile.button.setAttribute("aria-label", `${text}: ${tile.file.name}`);
};

const setState = (tile, state, message = "") => {
  tile.state = state;
  tile.item.className = `tile ${state}`;
  tile.outcome.textContent = message;
  const isMoving = state === "waiting" || state === "sending";
  tile.progress.hidden = !isMoving;
  tile.caption.readOnly = isMoving || state === "stored";
  tile.open.disabled = isMoving;
  if (isMoving) tile.progress.value = 0;
  label(tile, isMoving ? texts.cancel : texts.remove);
};

const takeOut = (tile) => {
  tiles.splice(tiles.indexOf(tile), 1);
  tile.item.remove();
  keepChosen();
  // What may name somebody is looked for anew.
  form.dispatchEvent(new Event("change"));
  (tiles.at(-1)?.button ?? input).focus();
};

const preview = ({ file, item }) => {
  const box = item.querySelector(".preview");
  const named = document.createElement("b");
  named.textContent = file.name.split(".").at(-1).slice(0, 5).toUpperCase();
  box.replaceChildren(named);
  if (!file.type.startsWith("image/")) return;
  const image = document.createElement("img");
  image.alt = "";
  const url = URL.createObjectURL(file);
  image.addEventListener("load", () => {
    // What was blacked out meanwhile is not shown again.
    if (box.firstChild === named) box.replaceChildren(image);
    URL.revokeObjectURL(url);
  });
  image.addEventListener("error", () => URL.revokeObjectURL(url));
  image.src = url;
};

const add = (file) => {
  const item = tileTemplate.content.firstElementChild.cloneNode(true);
  const find = (name) => item.querySelector(name);
  const tile = {
    file,
    item,
    outcome: find(".outcome"),
    progress: find("progress"),
    caption: find("textarea"),
    open: find(".open"),
    button: find(".quiet-button"),
  };
  made += 1;
  tile.caption.id = `caption-${made}`;
  find("label").htmlFor = tile.caption.id;
  find(".name").textContent = file.name;
  find(".name").id = `name-${made}`;
  tile.caption.setAttribute("aria-describedby", `name-${made}`);
  tile.progress.setAttribute("aria-label", file.name);
  tile.button.addEventListener("click", () => {
    if (tile.state === "sending" && tile.request) tile.request.abort();
    else if (tile.state === "waiting" || tile.state === "sending") {
      setState(tile, "refused", texts.cancelled);
      tell();
    } else takeOut(tile);
  });
  tiles.push(tile);
  list.append(item);
  setState(tile, "chosen");
  preview(tile);
  form.dispatchEvent(new CustomEvent("tile", { detail: tile }));
};

const store = (tile, { message, "@id": url }) => {
  setState(tile, "stored", `${texts.sent} ${message}`.trim());
  const link = document.createElement("a");
  link.href = url;
  link.textContent = tile.file.name;
  tile.item.querySelector(".name").replaceChildren(link);
  tile.button.remove();
  tile.open.remove();
  tile.caption.removeAttribute("name");
  if (!tile.caption.value) tile.caption.closest(".field").remove();
  keepChosen();
  form.dispatchEvent(new Event("change"));
};

const send = (tile, file) => new Promise((resolve) => {
  const data = new FormData(form);
  data.delete(input.name);
  data.append(input.name, file);
  data.set(tile.caption.name, tile.caption.value);
  const request = new XMLHttpRequest();
  tile.request = request;
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) tile.progress.value = event.loaded / event.total;
    tile.outcome.textContent = "";
  });
  let cancelled = false;
  request.addEventListener("abort", () => { cancelled = true; });
  request.addEventListener("loadend", () => {
    const answer = request.response?.items?.[0];
    if (cancelled) setState(tile, "refused", texts.cancelled);
    else if (!answer) setState(tile, "refused", texts.failed);
    else if (answer["@id"]) store(tile, answer);
    else setState(tile, "refused", answer.message);
    resolve();
  });
  request.send(data);
});

const sendOne = async (tile) => {
  setState(tile, "sending", texts.waiting);
  tile.request = null;
  // A picture in which something was blacked out goes in the place of the chosen one; where
  // that fails, neither goes.
  const covered = form.blackedOut?.get(tile.file);
  const file = covered ? await Promise.resolve().then(covered).catch(() => null) : tile.file;
  // Cancelled while it was made.
  if (tile.state !== "sending") return;
  if (!file) setState(tile, "refused", texts.failed);
  else if (file.size > Number(texts.maxBytes)) setState(tile, "refused", texts.tooLarge);
  else await send(tile, file);
  tell();
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const tile of unsent()) {
    if (tile.state !== "sending") setState(tile, "waiting", texts.waiting);
  }
  if (busy) return;
  busy = true;
  for (let next; (next = tiles.find(({ state }) => state === "waiting"));) await sendOne(next);
  busy = false;
});
input.addEventListener("change", () => {
  [...input.files].forEach(add);
  keepChosen();
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
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
// A file dropped beside the field must not replace the page.
for (const type of ["dragover", "drop"]) {
  window.addEventListener(type, (event) => event.preventDefault());
}
window.addEventListener("beforeunload", (event) => {
  if (unsent().length) event.preventDefault();
});
