/**
 * What plugins register, looked at when they do so: nonsense is then the failure of
 * whoever brings it, and not of all who look at what there is.
 */
define([], function () {
  /** The value, which has to be an object. */
  function object(value, what) {
    if (typeof value !== "object" || value === null) throw new TypeError(`${what} has to be an object, not ${value === null ? "null" : typeof value}`);
    return value;
  }

  /** The value, which has to have a code, and may have a place among others, and permissions. */
  function entry(value, what) {
    const { code, order, permissions } = object(value, what);
    if (typeof code !== "string" || !code) throw new TypeError(`${what} has no code; give it one, such as {code: "posts"}`);
    const fits = order === undefined || order === null || Number.isFinite(order);
    if (!fits) throw new TypeError(`the order of ${what}, ${JSON.stringify(code)}, has to be a number`);
    const codes = [].concat(permissions ?? []);
    if (!codes.every((one) => typeof one === "string")) throw new TypeError(`the permissions of ${what}, ${JSON.stringify(code)}, have to be a list of codes`);
    return value;
  }

  return { object, entry };
});
