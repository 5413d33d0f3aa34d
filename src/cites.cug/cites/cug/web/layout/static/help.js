// Help: a link to a heading opens its chapter. Paper has all chapters.
const show = (hash) => {
  const heading = document.getElementById(hash.slice(1));
  const chapter = heading?.closest(".chapter");
  if (!chapter) return;
  chapter.open = true;
  heading.scrollIntoView();
};
show(location.hash);
window.addEventListener("hashchange", () => show(location.hash));
// The address does not change when the same link is followed again.
document.querySelector(".handbook").addEventListener("click", (event) => show(event.target.hash ?? ""));
window.addEventListener("beforeprint", () => {
  for (const chapter of document.querySelectorAll(".chapter")) chapter.open = true;
});
