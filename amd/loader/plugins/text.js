/**
 * The loader plugin "text": "text!a.html" is the text of the file beside the
 * module, "text!a.html!strip" what is inside of its body.
 */
export const text = {
  normalize(name, normalize) {
    const [file, ...options] = name.split("!");
    return [normalize(file), ...options].join("!");
  },

  load(name, require, onload) {
    const [file, option] = name.split("!");
    const url = require.toUrl(file);
    fetch(url)
      .then((response) => {
        if (!response.ok) throw new Error(`${url} answers ${response.status}`);
        return response.text();
      })
      .then((body) => onload(option === "strip" ? strip(body) : body))
      .catch(onload.error);
  },
};

/** What is inside of the body, as RequireJS's text plugin gives it. */
export function strip(html) {
  const body = /<body[^>]*>\s*([^]+)\s*<\/body>/i.exec(html);
  return body ? body[1] : html;
}
