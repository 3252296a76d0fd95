/*
 * Shows the frame of a photo while it is chosen: dragged, or moved by three ranges
 * that a keyboard moves too. The server cuts it out from the same three numbers.
 */
export default async function cvPhoto(form) {
  const view = form.querySelector(".cv-frame-view");
  const { x, y, zoom } = form.elements;
  const picture = new Image();
  picture.alt = view.querySelector("img").alt;
  picture.src = form.dataset.image;
  try {
    await picture.decode();
  } catch {
    return; // The server's preview stays.
  }

  const wide = view.clientWidth;
  const high = view.clientHeight;
  // The same as `Frame.box`, seen from the frame.
  const scale = () => (Math.max(wide / picture.naturalWidth, high / picture.naturalHeight) * zoom.value) / 100;
  const spare = () => ({
    x: picture.naturalWidth * scale() - wide,
    y: picture.naturalHeight * scale() - high,
  });

  const draw = () => {
    const { x: right, y: down } = spare();
    picture.style.width = `${picture.naturalWidth * scale()}px`;
    picture.style.height = `${picture.naturalHeight * scale()}px`;
    picture.style.left = `${(-right * x.value) / 100}px`;
    picture.style.top = `${(-down * y.value) / 100}px`;
  };

  let from = null;
  view.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY, left: Number(x.value), top: Number(y.value) };
    view.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  view.addEventListener("pointermove", (event) => {
    if (!from) {
      return;
    }
    const { x: right, y: down } = spare();
    if (right > 0) {
      x.value = from.left - ((event.clientX - from.x) * 100) / right;
    }
    if (down > 0) {
      y.value = from.top - ((event.clientY - from.y) * 100) / down;
    }
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    view.addEventListener(end, () => {
      from = null;
    });
  }

  form.addEventListener("input", draw);
  view.replaceChildren(picture);
  view.classList.add("is-live");
  form.elements.namedItem("look").hidden = true;
  form.querySelector(".cv-frame-hint").hidden = false;
  draw();
}
