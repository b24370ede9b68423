/* Scripts come once the page has been painted: nobody waits for them with the reading. */
(function () {
  "use strict";

  /* Names in the data are keys of objects in Dash and Plotly. With this accessor a level called
     “__proto__” would be written into each object there is; Plotly reads it of events alone. */
  const accessor = Object.getOwnPropertyDescriptor(Object.prototype, "__proto__");
  delete Object.prototype.__proto__;
  Object.defineProperty(Event.prototype, "__proto__", accessor);

  /* In their order. The last starts Dash, and has no address: it can't be told to wait. */
  function load() {
    const scripts = [...document.getElementById("scripts").content.cloneNode(true).children];
    const start = scripts.pop();
    scripts.forEach((script) => (script.async = false));
    scripts.at(-1).addEventListener("load", () => document.body.append(start));
    document.body.append(...scripts);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (document.hidden) {
      load(); // in a tab behind others nothing is painted
    } else {
      window.requestAnimationFrame(() => window.setTimeout(load, 0));
    }
  });
})();
