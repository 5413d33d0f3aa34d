// Members: all of the page are ticked at once. What is done with those ticked shows, and
// says how many, once one is. Without this script each has its box.
const form = document.getElementById("members");
const all = form?.querySelector("[data-choose-members]");
if (all) {
  const boxes = [...form.querySelectorAll("[name=members]")];
  const bar = form.querySelector("fieldset");
  const count = document.createElement("b");
  bar.querySelector("legend").append(" ", count);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    count.textContent = `(${ticked})`;
    bar.hidden = !ticked;
  };
  all.closest("label").hidden = false;
  show();
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  // What browsers ticked again, going back.
  window.addEventListener("pageshow", show);
}
