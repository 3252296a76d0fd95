/*
 * Which names of a map can be read at once. A name stands on its point, or just under or above what
 * already covers that point; it is left out when it would touch anything there.
 */
const GAP_PIXELS = 2;

const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const around = ({ x, y, width, height }, middle = y) => ({
  left: x - width / 2 - GAP_PIXELS,
  right: x + width / 2 + GAP_PIXELS,
  top: middle - height / 2 - GAP_PIXELS,
  bottom: middle + height / 2 + GAP_PIXELS,
});

/*
 * `names` are {x, y, width, height} in pixels, the most important first; `taken` are the boxes
 * {left, right, top, bottom} of what must not be covered. Returns, for each name, the height in
 * pixels at which its middle stands, or null for one that is left out.
 */
export function placeNames(names, taken = []) {
  const placed = [];
  return names.map((name) => {
    const under = taken.filter((box) => overlap(around(name), box));
    const room = name.height / 2 + GAP_PIXELS;
    const heights = under.length
      ? [Math.max(...under.map((box) => box.bottom)) + room, Math.min(...under.map((box) => box.top)) - room]
      : [name.y];
    const free = heights.find((middle) => {
      const box = around(name, middle);
      return ![...placed, ...taken].some((other) => overlap(box, other));
    });
    if (free === undefined) return null;
    placed.push(around(name, free));
    return free;
  });
}
