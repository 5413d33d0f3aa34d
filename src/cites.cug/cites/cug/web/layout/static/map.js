// The map: closer, farther and aside, by buttons, keys and the pointer.
"use strict";

(() => {
  const tools = document.querySelector(".map-tools");
  if (!tools) return;
  tools.hidden = false;
  // One for the desk, one for a phone.
  for (const svg of document.querySelectorAll(".map > svg")) setUp(svg);

  function setUp(svg) {
    const first = svg.getAttribute("viewBox").split(" ").map(Number);
    const world = svg.querySelector("image");
    const [left, top, across, down] = ["x", "y", "width", "height"].map((name) =>
      Number(world.getAttribute(name))
    );
    // The closest view: so large a share of the first one.
    const closest = first[2] * 0.05;
    let box = [...first];

    function show(wanted) {
      const width = Math.min(Math.max(wanted[2], closest), across);
      const height = (width * first[3]) / first[2];
      const within = (place, begin, size, all) =>
        Math.min(Math.max(place, begin - size / 3), begin + all - (size * 2) / 3);
      const x = within(wanted[0], left, width, across);
      const y = within(wanted[1], top, height, down);
      box = [x, y, width, height];
      svg.setAttribute("viewBox", box.map((one) => one.toFixed(2)).join(" "));
      svg.style.setProperty("--zoom", (width / first[2]).toFixed(4));
    }

    function zoom(factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) {
      const width = Math.min(Math.max(box[2] * factor, closest), across);
      const share = width / box[2];
      show([x - (x - box[0]) * share, y - (y - box[1]) * share, width]);
    }

    const move = (right, down) =>
      show([box[0] + box[2] * right, box[1] + box[3] * down, box[2]]);
    const deeds = {
      in: () => zoom(0.6),
      out: () => zoom(1 / 0.6),
      back: () => show(first),
    };
    const keys = {
      "+": deeds.in,
      "=": deeds.in,
      "-": deeds.out,
      0: deeds.back,
      ArrowLeft: () => move(-0.1, 0),
      ArrowRight: () => move(0.1, 0),
      ArrowUp: () => move(0, -0.1),
      ArrowDown: () => move(0, 0.1),
    };

    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) deeds[button.dataset.zoom]();
    });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });

    let held = null;
    svg.addEventListener("pointerdown", (event) => {
      // One finger scrolls the page.
      if (event.pointerType === "touch" || event.button) return;
      held = [event.clientX, event.clientY, ...box];
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held) return;
      // A click on a mark follows its link.
      if (!svg.hasPointerCapture(event.pointerId)) {
        const moved = Math.hypot(event.clientX - held[0], event.clientY - held[1]);
        if (moved < 5) return;
        svg.setPointerCapture(event.pointerId);
      }
      const scale = box[2] / svg.clientWidth;
      const right = (event.clientX - held[0]) * scale;
      const down = (event.clientY - held[1]) * scale;
      show([held[2] - right, held[3] - down, box[2]]);
    });
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(name, () => (held = null));
    }
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("dblclick", (event) => {
      const place = svg.getBoundingClientRect();
      const x = box[0] + ((event.clientX - place.left) / place.width) * box[2];
      const y = box[1] + ((event.clientY - place.top) / place.height) * box[3];
      zoom(event.shiftKey ? 1 / 0.6 : 0.6, x, y);
    });
  }
})();
