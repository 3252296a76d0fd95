/*
 * Sections of the CV put in order by dragging them, on a screen with a mouse: the buttons inside
 * each section do the same for everybody. The form saves the new order with what is typed.
 */
const MOUSE = "(hover: hover) and (pointer: fine)";

export default async function cvDrag(list) {
  if (!matchMedia(MOUSE).matches) {
    return;
  }
  await import(list.dataset.library);
  const grip = document.getElementById("cv-grip").content;
  for (const section of list.children) {
    section.prepend(grip.cloneNode(true));
  }
  self.Sortable.create(list, {
    handle: ".cv-grip",
    draggable: "[data-section]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex !== newIndex) {
        const order = [...list.children].map((section) => section.dataset.section).join(",");
        list.dispatchEvent(new CustomEvent("cv:order", { bubbles: true, detail: order }));
      }
    },
  });
}
