// A topic: replies fold with what they reply to, new comments are announced, and whoever
// types @ is offered the readers of the topic. Without scripts everything else works.
const thread = document.querySelector(".thread");
const depth = (comment) => Number(comment.dataset.depth);

// Folding a comment hides the replies to it.
const fold = () => {
  let limit = Infinity;
  for (const comment of thread.children) {
    comment.hidden = depth(comment) > limit;
    if (comment.hidden) continue;
    limit = comment.querySelector("details").open ? Infinity : depth(comment);
  }
};
thread?.addEventListener("toggle", fold, true);

// A link to a comment leads there even where it is folded away.
const show = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.classList.contains("comment")) return;
  for (const one of thread.querySelectorAll(".comment > details")) one.open = true;
  target.scrollIntoView();
  target.focus({ preventScroll: true });
};
addEventListener("hashchange", show);
if (thread && location.hash) show();

// New comments, asked for while the page is looked at.
const news = document.querySelector("[data-news]");
const PAUSE = 10_000;
let tag = "";
const ask = async () => {
  if (document.visibilityState === "visible") {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(news.dataset.news, { headers, cache: "no-store" }).catch(() => null);
    if (answer?.status === 404 || answer?.status === 401) return location.reload();
    if (answer?.ok) {
      tag = answer.headers.get("ETag") ?? "";
      news.hidden = !(await answer.json()).new;
    }
  }
  setTimeout(ask, PAUSE);
};
if (news) setTimeout(ask, PAUSE);

// Mentions.
const form = document.querySelector("[data-mentions]");
const field = form?.querySelector("textarea");
const list = form?.querySelector(".found");
let chosen = 0;
const typed = () => /(?:^|[^\w@.])@([\w.-]*)$/.exec(field.value.slice(0, field.selectionStart));
const close = () => { list.hidden = true; list.replaceChildren(); field.removeAttribute("aria-activedescendant"); };
const mark = () => [...list.children].forEach((item, index) => {
  item.setAttribute("aria-selected", String(index === chosen));
  if (index === chosen) field.setAttribute("aria-activedescendant", item.id);
});
const take = (item) => {
  const at = field.selectionStart - typed()[1].length;
  field.setRangeText(`${item.dataset.id} `, at, field.selectionStart, "end");
  close();
  field.focus();
};
const offer = async () => {
  const found = typed();
  // What was offered for fewer letters must not be taken by a quick Enter.
  close();
  if (!found) return;
  const url = `${form.dataset.mentions}?${new URLSearchParams({ q: found[1] })}`;
  const headers = { Accept: "application/json" };
  const answer = await fetch(url, { headers }).catch(() => null);
  if (!answer?.ok || typed()?.[1] !== found[1]) return;
  const { items } = await answer.json();
  list.replaceChildren(...items.map(({ id, fullname }, index) => {
    const item = document.createElement("li");
    Object.assign(item, { id: `mention-${index}`, textContent: `${fullname} (${id})` });
    Object.assign(item.dataset, { id });
    item.setAttribute("role", "option");
    return item;
  }));
  chosen = 0;
  list.hidden = !items.length;
  // The field may lie in a box of its own, which marks what may name somebody.
  const top = form.getBoundingClientRect().top;
  list.style.top = `${field.getBoundingClientRect().bottom - top - form.clientTop}px`;
  mark();
};
field?.addEventListener("input", offer);
field?.addEventListener("keydown", (event) => {
  if (list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) chosen = (chosen + step + list.children.length) % list.children.length;
  else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  mark();
});
// Being put into that box takes the focus from the field, and gives it back.
field?.addEventListener("blur", () => setTimeout(() => document.activeElement === field || close(), 200));
list?.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const item = event.target.closest("li");
  if (item) take(item);
});
// Whoever came to write is there at once.
if (field && location.hash === "#write") field.focus();
