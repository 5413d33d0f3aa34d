// A topic: replies fold with what they reply to, new comments are announced, and whoever
// types @ is offered the readers of the topic. Without scripts everything else works.
const thread = document.querySelector(".thread");
const depth = (comment) => Number(comment.dataset.depth);

// Folding a comment hides the replies to it.
const fold = () => {
  let limit = Infinity;
  for (const comment of thread.querySelectorAll(":scope > .comment")) {
    comment.hidden = depth(comment) > limit;
    if (comment.hidden) continue;
    limit = comment.querySelector(":scope > details").open ? Infinity : depth(comment);
  }
};
thread?.addEventListener("toggle", fold, true);
// What somebody has folded before this came.
if (thread) fold();

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
const field = document.querySelector("[data-mentions]");
if (field) {
  const typed = () => /(?:^|[^\w@.])@([\w.-]*)$/.exec(field.value.slice(0, field.selectionStart))?.[1];
  const asOption = ({ id, fullname }) => ({
    parts: [`${fullname} (${id})`],
    choose: () => field.setRangeText(`${id} `, field.selectionStart - typed().length, field.selectionStart, "end"),
  });
  const readers = async () => {
    const begun = typed();
    if (begun === undefined) return [];
    const answer = await askPortal(field.dataset.mentions, { q: begun }, { Accept: "application/json" });
    return [{ options: (answer?.items ?? []).map(asOption) }];
  };
  typeAhead(field, readers, { label: field.dataset.readers, wait: 0, first: true });
}
// Whoever came to write is there at once.
if (field && location.hash === "#write") field.focus();
