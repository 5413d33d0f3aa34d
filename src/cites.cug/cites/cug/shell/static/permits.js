// The country that was looked up last is chosen again; it is kept on this device alone.
for (const select of document.querySelectorAll("select[data-remember]")) {
  const name = select.dataset.remember;
  if (!select.value) select.value = localStorage.getItem(name) ?? "";
  select.form.addEventListener("submit", () => localStorage.setItem(name, select.value));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
