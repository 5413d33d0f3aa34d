// The basket of the library: it says how many items are ticked, and other pages of the list
// are reached with all of them. Without this script the form takes them along.
const basket = document.querySelector(".basket");
if (basket) {
  const said = basket.querySelector("[role=status] span");
  const links = [...document.querySelectorAll("main a")].filter(
    (link) => link.pathname === location.pathname || link.closest(".folders, .trail"),
  );
  const show = () => {
    const ticked = [...document.querySelectorAll("[name=items]:is(:checked, [type=hidden])")];
    said.querySelector("b").textContent = ticked.length;
    said.hidden = !ticked.length;
    for (const link of links) {
      const address = new URL(link.href);
      address.searchParams.delete("items");
      for (const { value } of ticked) address.searchParams.append("items", value);
      link.href = address;
    }
  };
  document.addEventListener("change", ({ target }) => target.name === "items" && show());
  // What browsers ticked again, going back.
  addEventListener("pageshow", show);
}
