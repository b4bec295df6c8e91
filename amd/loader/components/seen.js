/**
 * Calls back once for each element that is watched, when it comes near to what can be
 * seen. Where a browser cannot tell, that is at once.
 *
 * @param {(element: HTMLElement) => void} show
 */
export function whenSeen(show) {
  if (!window.IntersectionObserver) return { watch: show, forget() {} };
  const observer = new IntersectionObserver(
    (entries) => {
      const near = entries.filter((entry) => entry.isIntersecting).map(({ target }) => target);
      near.forEach((element) => observer.unobserve(element));
      near.forEach(show);
    },
    { rootMargin: "200px" },
  );
  return {
    watch: (element) => (element.dataset.strataLoad === "now" ? show(element) : observer.observe(element)),
    forget: (element) => observer.unobserve(element),
  };
}
