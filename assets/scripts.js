/* Scripts come once the page has been painted: nobody waits for them with the reading. */
(function () {
  "use strict";

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
