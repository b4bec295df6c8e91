// Elements, and the few shapes that every screen uses.
define(["./icons"], function (icons) {
  // h("a", {href: "#/", class: "x", onclick: f}, "text", element, [more])
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element[name] = value;
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.reduce((all, c) => all.concat(c), []).filter((c) => c !== null && c !== undefined && c !== false));
    return element;
  }

  // The markup of icons and drawings is ours, never a user's.
  function drawing(svg, className) {
    const holder = h("span", { class: className || "icon", "aria-hidden": "true" });
    holder.innerHTML = svg;
    return holder;
  }

  function icon(name) {
    return drawing(`<svg viewBox="0 0 24 24">${icons[name] || icons.dot}</svg>`);
  }

  // A round picture: initials on a colour that stays with the person.
  function avatar(person) {
    const initials = person.name.split(" ").map((part) => part[0]).filter((_, i, all) => i === 0 || i === all.length - 1).join("");
    let hue = 7;
    for (const letter of person.id) hue = (hue * 31 + letter.charCodeAt(0)) % 360;
    return h("span", { class: "avatar", style: `--hue:${hue}`, "aria-hidden": "true" }, initials);
  }

  function heading(title, lead, ...actions) {
    return h("header", { class: "heading" }, h("div", null, h("h1", null, title), lead && h("p", { class: "lead" }, lead)), ...actions);
  }

  function card(title, href, ...children) {
    const label = href ? h("a", { href }, title) : title;
    return h("section", { class: "card" }, h("h2", null, label), ...children);
  }

  function empty(...words) {
    return h("p", { class: "empty" }, ...words);
  }

  // Draws, and shows the reason in place when that fails, so that a broken
  // contribution leaves the rest of the screen alone.
  function attempt(container, what, draw) {
    try {
      return draw(container);
    } catch (error) {
      console.error(`${what} cannot be shown`, error);
      container.append(h("p", { class: "broken", role: "alert" }, `${what} cannot be shown: ${error.message}`));
      return true;
    }
  }

  return { h, drawing, icon, avatar, heading, card, empty, attempt };
});
