/**
 * The work, which is rejected when an error comes out of the plugin's own files
 * meanwhile: some loaders tell nobody but the window.
 *
 * @template T
 * @param {Promise<T>} work
 * @param {(trace: string) => boolean} [owns] whether an address in the text is the plugin's
 * @returns {Promise<T>}
 */
export function blamed(work, owns = () => false) {
  let listen;
  const error = new Promise((_, reject) => {
    listen = (event) => {
      if (owns(`${event.filename}\n${event.error && event.error.stack}`)) reject(event.error || new Error(event.message));
    };
    window.addEventListener("error", listen);
  });
  return Promise.race([work, error]).finally(() => window.removeEventListener("error", listen));
}
