// Faces, plates and papers in a picture, blacked out before it leaves the device: what is
// sent is drawn and encoded anew, so that the pixels below, and what cameras write beside
// them, are not in it.
const form = document.querySelector("form[data-upload]");
const section = document.getElementById("chosen");
const areaTemplate = section.querySelectorAll("template")[1];
// Phones draw no larger ones.
const MOST_PIXELS = 16e6;
const QUALITY = 0.92;
const NEW_AREA = { left: 35, top: 35, width: 30, height: 30 };
// Smaller strokes are taps.
const SMALLEST = 0.5;
// The longer side of a picture in a tile.
const PREVIEW = 480;

const copyOf = (template) => template.content.firstElementChild.cloneNode(true);
const bounded = (number, most = 100) => Math.min(Math.max(Number(number) || 0, 0), most);

// The areas of one picture, in percent of it, as rows of numbers.
const areasOf = (editor, changed) => {
  const rows = editor.querySelector(".areas");
  const number = () => [...rows.children].forEach((row, place) => {
    row.querySelector("b").textContent = place + 1;
  });
  return {
    add(area) {
      const row = copyOf(areaTemplate);
      for (const field of row.querySelectorAll("input")) {
        field.value = Math.round(area[field.name] * 10) / 10;
        field.addEventListener("input", changed);
      }
      row.querySelector("button").addEventListener("click", () => {
        row.remove();
        number();
        changed();
        editor.querySelector(".add-area").focus();
      });
      rows.append(row);
      number();
      changed();
      return row;
    },
    all: () => [...rows.children].map((row) => {
      const value = (name) => bounded(row.querySelector(`[name=${name}]`).value);
      const left = value("left");
      const top = value("top");
      return {
        left,
        top,
        width: bounded(value("width"), 100 - left),
        height: bounded(value("height"), 100 - top),
      };
    }),
  };
};

const paint = (canvas, bitmap, areas) => {
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  for (const area of areas) {
    // Whole pixels: an edge in between would let half of what lies below through.
    const left = Math.floor((area.left * canvas.width) / 100);
    const top = Math.floor((area.top * canvas.height) / 100);
    const right = Math.ceil(((area.left + area.width) * canvas.width) / 100);
    const bottom = Math.ceil(((area.top + area.height) * canvas.height) / 100);
    context.fillRect(left, top, right - left, bottom - top);
  }
};

const place = (canvas, event) => {
  const box = canvas.getBoundingClientRect();
  return {
    x: bounded(((event.clientX - box.left) * 100) / box.width),
    y: bounded(((event.clientY - box.top) * 100) / box.height),
  };
};

const drawable = (canvas, add, show) => {
  let start = null;
  const stroke = (event) => {
    const end = place(canvas, event);
    return {
      left: Math.min(start.x, end.x),
      top: Math.min(start.y, end.y),
      width: Math.abs(start.x - end.x),
      height: Math.abs(start.y - end.y),
    };
  };
  canvas.addEventListener("pointerdown", (event) => {
    start = place(canvas, event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => start && show(stroke(event)));
  canvas.addEventListener("pointercancel", () => { start = null; show(); });
  canvas.addEventListener("pointerup", (event) => {
    if (!start) return;
    const area = stroke(event);
    start = null;
    if (area.width > SMALLEST && area.height > SMALLEST) add(area);
    else show();
  });
};

const encoded = async (file, canvas) => {
  const isJpeg = file.type === "image/jpeg";
  const type = isJpeg ? "image/jpeg" : "image/png";
  const blob = await new Promise((done) => canvas.toBlob(done, type, QUALITY));
  // Nothing is sent then: never the picture as it was.
  if (!blob) throw new Error(section.dataset.unreadable);
  const name = isJpeg ? file.name : file.name.replace(/\.[^.]+$/, "") + ".png";
  return new File([blob], name, { type });
};

const edit = async (file, item) => {
  const editor = item.querySelector(".editor");
  const said = item.querySelector(".said");
  const open = item.querySelector(".open");
  const canvas = editor.querySelector("canvas");
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    said.textContent = section.dataset.unreadable;
    open.disabled = true;
    return;
  }
  const pixels = bitmap.width * bitmap.height;
  const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
  canvas.width = Math.max(Math.floor(bitmap.width * shrink), 1);
  canvas.height = Math.max(Math.floor(bitmap.height * shrink), 1);
  canvas.setAttribute("aria-label", file.name);
  const show = (...strokes) => paint(canvas, bitmap, [...areas.all(), ...strokes]);
  const areas = areasOf(editor, () => show());
  drawable(canvas, (area) => areas.add(area), show);
  editor.querySelector(".add-area").addEventListener("click", () => {
    areas.add(NEW_AREA).querySelector("input").focus();
  });
  // What was drawn counts, whether or not one has said so before sending.
  form.blackedOut.set(file, () => {
    show();
    return areas.all().length ? encoded(file, canvas) : file;
  });
  editor.querySelector(".use").addEventListener("click", () => {
    const count = areas.all().length;
    said.textContent = count ? `${section.dataset.done} ${count}` : "";
    item.querySelector(".preview").replaceChildren(small(canvas));
    close(item);
    open.focus();
  });
  show();
  editor.hidden = false;
};

// What will be sent, in the tile.
const small = (canvas) => {
  const shown = document.createElement("canvas");
  const shrink = Math.min(1, PREVIEW / Math.max(canvas.width, canvas.height));
  shown.width = Math.max(Math.round(canvas.width * shrink), 1);
  shown.height = Math.max(Math.round(canvas.height * shrink), 1);
  shown.getContext("2d").drawImage(canvas, 0, 0, shown.width, shown.height);
  return shown;
};

const close = (item) => {
  item.querySelector(".editor").hidden = true;
  item.querySelector(".open")?.setAttribute("aria-expanded", "false");
};

// A chosen picture → what makes the one to be sent; as long as it is chosen, as it takes
// much memory.
form.blackedOut = new WeakMap();
form.addEventListener("tile", ({ detail: { file, item, open } }) => {
  if (!file.type.startsWith("image/")) return;
  const editor = item.querySelector(".editor");
  let loaded = null;
  open.hidden = false;
  open.setAttribute("aria-label", `${open.textContent.trim()}: ${file.name}`);
  open.addEventListener("click", async () => {
    if (loaded) editor.hidden = !editor.hidden;
    else await (loaded = edit(file, item));
    open.setAttribute("aria-expanded", String(!editor.hidden));
  });
});
// What is on its way is no longer to be changed.
form.addEventListener("submit", () => section.querySelectorAll(".tile").forEach(close));
