// The form to write a message: drafts kept as one types, files one by one.
// Text is kept on the server alone, never in the browser.
const form = document.getElementById("letter");
const texts = document.getElementById("write").dataset;
const { draft } = form.elements;
// English as the server writes times: twenty-four hours.
const { lang } = document.documentElement;
const { timeZone } = document.documentElement.dataset;
const language = lang === "en" ? "en-GB" : lang;
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.querySelector('[name="buttons.send"]').click();
  }
});

// Drafts ----------------------------------------------------------------------------
const saved = document.getElementById("saved");
form.querySelector(".bar-state").append(saved);
const KEPT = ["to", "subject", "body", "handling", "answer_by", "receipt"];
const content = () => {
  const data = new FormData(form);
  const { body } = form.elements;
  // Until the editor comes, which does the same.
  if (!body.editor && body.dataset.html && body.value === body.defaultValue) data.set("body", body.dataset.html);
  data.delete("files");
  return data;
};
const mark = (data) => Object.fromEntries(
  KEPT.map((name) => [name, JSON.stringify(data.getAll(name))]),
);
let kept = mark(content());
let leaving = false;
// Another window has saved the draft: only its writer decides which text stays.
let behind = false;
let running = Promise.resolve();

const say = (text, failed = false) => {
  saved.textContent = text;
  saved.classList.toggle("failed", failed);
};
const hidden = (name) => {
  const input = form.elements[name] ?? element("input", { type: "hidden", name });
  if (!input.isConnected) form.append(input);
  return input;
};
const save = async (options = {}) => {
  const data = content();
  const now = mark(data);
  data.set("buttons.save", "1");
  data.set("scripted", "1");
  say(`${texts.saving} …`);
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, ...options });
    if (answer.redirected || answer.status === 401) document.dispatchEvent(new Event("session-over"));
    const { draft: id, saved: time, based_on: basedOn, message } = await answer.json();
    if (id && !draft.value) {
      draft.value = id;
      // Going back after sending leads here: the draft is the message then.
      history.replaceState(history.state, "", `${form.getAttribute("action")}?draft=${id}`);
    }
    if (id) form.elements.files_from.value = "";
    if (answer.status === 412) {
      behind = true;
      say(message, true);
      return false;
    }
    if (!answer.ok) throw new Error(message);
    hidden("form.based_on").value = basedOn;
    kept = now;
    const shown = new Date(time).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
    say(`${texts.saved} ${shown}`);
    return true;
  } catch (error) {
    const reason = error instanceof SyntaxError || error instanceof TypeError ? "" : error.message;
    say(`${texts.notSaved} ${reason}`, true);
    return false;
  }
};
// One at a time: two at once would make two drafts.
const saveNow = (options) => {
  running = running.then(() => save(options));
  return running;
};
const isChanged = () => {
  const now = mark(content());
  return KEPT.some((name) => now[name] !== kept[name]);
};

setInterval(() => {
  if (!leaving && !behind && isChanged()) saveNow();
}, 3000);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !leaving && !behind && isChanged()) saveNow({ keepalive: true });
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (isChanged() || sending)) event.preventDefault();
});
form.addEventListener("submit", (event) => {
  if (leaving) {
    event.preventDefault();
    return;
  }
  leaving = true;
  if (draft.value && event.submitter?.name === "buttons.discard") return;
  // What is on its way makes the draft that this goes on with.
  event.preventDefault();
  const { submitter } = event;
  say(`${texts.saving} …`);
  running.then(uploadsDone).then(() => {
    leaving = false;
    const name = element("input", { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(name);
    leaving = true;
    HTMLFormElement.prototype.submit.call(form);
  });
});

// Files -----------------------------------------------------------------------------
const input = document.getElementById("files");
const drop = form.querySelector(".drop");
const list = document.getElementById("uploads");
const queue = [];
let sending = false;
let whenSent = Promise.resolve();
const uploadsDone = () => whenSent;
const token = form.elements._authenticator.value;

// How many there are stands in the bar, as the list may be out of sight.
const filesLink = element("a", { href: `#${drop.id}`, className: "signpost", hidden: true });
saved.before(filesLink);
const countFiles = () => {
  filesLink.hidden = !list.children.length;
  filesLink.textContent = `${texts.files} (${list.children.length})`;
};
new MutationObserver(countFiles).observe(list, { childList: true });
countFiles();

const attachments = () => `${texts.messages}/${draft.value}/attachments`;
const takeOut = (item, number) => {
  const data = new FormData();
  data.append("_authenticator", token);
  return fetch(`${attachments()}/${number}`, { method: "POST", body: data })
    .then((answer) => { if (answer.ok) item.remove(); });
};
list.addEventListener("click", (event) => {
  const button = event.target.closest("[name=remove]");
  if (!button || !draft.value) return;
  event.preventDefault();
  takeOut(button.closest("li"), button.value);
});

const line = (file) => {
  const name = element("span", { className: "name", textContent: file.name });
  const cancel = element("button", { type: "button", className: "quiet-button", textContent: texts.cancel });
  cancel.setAttribute("aria-label", `${texts.cancel}: ${file.name}`);
  const progress = element("progress", { max: 1, value: 0 });
  progress.setAttribute("aria-label", file.name);
  const outcome = element("span", { className: "outcome", textContent: texts.waiting });
  const item = element("li", {}, name, cancel, progress, outcome);
  list.append(item);
  return { file, item, name, cancel, progress, outcome };
};
const refuse = (entry, message) => {
  entry.item.className = "refused";
  entry.progress.remove();
  entry.outcome.textContent = message;
  entry.cancel.textContent = texts.remove;
  entry.cancel.onclick = () => entry.item.remove();
};
const store = (entry, { number, name, size, removed }) => {
  const remove = element("button", { type: "submit", name: "remove", value: number, className: "quiet-button", textContent: texts.remove });
  remove.setAttribute("aria-label", `${texts.remove} ${name}`);
  entry.item.className = "stored";
  entry.item.replaceChildren(
    element("span", { className: "name" }, name, " ", element("span", { className: "quiet", textContent: size })),
    remove,
    element("span", { className: "outcome", textContent: removed }),
  );
};
const send = (entry) => new Promise((resolve) => {
  const data = new FormData();
  data.append("_authenticator", token);
  data.append("files", entry.file);
  const request = new XMLHttpRequest();
  request.open("POST", attachments());
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) entry.progress.value = event.loaded / event.total;
    entry.outcome.textContent = "";
  });
  request.addEventListener("loadend", () => {
    const answer = request.response;
    if (entry.cancelled) entry.item.remove();
    else if (request.status === 201) store(entry, answer.items[0]);
    else refuse(entry, answer?.message ?? texts.failed);
    resolve();
  });
  entry.cancel.onclick = () => {
    entry.cancelled = true;
    request.abort();
  };
  request.send(data);
});
const work = async () => {
  if (sending) return;
  sending = true;
  // Files lie in a draft: there must be one.
  if (!draft.value) await saveNow();
  while (queue.length) {
    const entry = queue.shift();
    if (!draft.value) refuse(entry, texts.failed);
    else if (!entry.cancelled) await running.then(() => send(entry));
  }
  sending = false;
};
const take = (files) => {
  for (const file of files) {
    const entry = line(file);
    entry.cancel.onclick = () => {
      entry.cancelled = true;
      entry.item.remove();
    };
    if (file.size > Number(texts.maxBytes)) refuse(entry, texts.tooLarge);
    else queue.push(entry);
  }
  if (queue.length && !sending) whenSent = work();
};
input.addEventListener("change", () => {
  take([...input.files]);
  input.value = "";
});
// A file dropped beside the field must not replace the page.
for (const type of ["dragenter", "dragover", "drop"]) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
form.addEventListener("dragover", () => drop.classList.add("over"));
form.addEventListener("dragleave", () => drop.classList.remove("over"));
form.addEventListener("drop", (event) => {
  drop.classList.remove("over");
  if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
});
