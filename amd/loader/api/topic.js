/**
 * Topics: whoever has something to say publishes it under a name, and whoever wants
 * to hear it subscribes, without knowing one another. The form is that of dojo/topic.
 */
define(["./internal/listeners"], function (newListeners) {
  const topics = newListeners("topic");

  return {
    /**
     * Calls the listeners of the topic, in the order in which they subscribed.
     *
     * @param {string} topic
     * @param {...any} args what the listeners get
     */
    publish: (topic, ...args) => topics.call(topic, args),

    /**
     * @param {string} topic
     * @param {(...args: any[]) => void} listener
     * @returns {{remove: () => void}}
     */
    subscribe: (topic, listener) => topics.add(topic, listener),
  };
});
