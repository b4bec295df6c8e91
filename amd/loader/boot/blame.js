/**
 * The work, which is rejected when an error comes out of the plugin's own files
 * meanwhile: some loaders tell nobody but the window.
 *
 * @template T
 * @param {Promise<T>} work
 * @param {import("./record.js").Record} [record] of the plugin
 * @returns {Promise<T>}
 */
export function blamed(work, { packages, layers } = { packages: [], layers: [] }) {
  const addresses = packages.map((p) => `${p.location}/`).concat(layers.map((l) => l.url));
  let listen;
  const error = new Promise((_, reject) => {
    listen = (event) => {
      const trace = `${event.filename}\n${event.error?.stack}`;
      if (addresses.some((address) => trace.includes(address))) reject(event.error || new Error(event.message));
    };
    window.addEventListener("error", listen);
  });
  return Promise.race([work, error]).finally(() => window.removeEventListener("error", listen));
}
