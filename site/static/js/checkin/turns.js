/* One act after the other, in the order in which they were asked for; one that fails stops no other. */
export const makeTurns = () => {
  let last = Promise.resolve();
  return (act) => {
    const own = last.then(act);
    last = own.catch(() => {});
    return own;
  };
};
