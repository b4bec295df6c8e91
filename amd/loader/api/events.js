/**
 * Events of objects: what has happened to this one, for those who hold it. What
 * concerns everybody is a topic.
 */
define(["./internal/listeners"], function (newListeners) {
  return {
    /**
     * Gives an object the functions on, once, off and emit.
     *
     * @template {Object} T
     * @param {T} [object] a new one when it is left out
     * @returns {T & {on: Function, once: Function, off: Function, emit: Function}}
     */
    evented(object = {}) {
      const events = newListeners("event");
      return Object.assign(object, {
        on: (name, listener) => events.add(name, listener),
        once: (name, listener) => events.add(name, listener, true),
        off: (name, listener) => events.remove(name, listener),
        emit: (name, ...args) => events.call(name, args, object),
      });
    },
  };
});
