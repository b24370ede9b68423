/* Panels that are being worked out, or some more of them: asks whether they are done, says how far
   they are, and has the page asked for again when one is. Nothing is asked while nothing is pending. */
(function () {
  "use strict";

  const FIRST = 1; // seconds between two questions
  const LONGEST = 10;
  let timer = 0;
  let again = 0;

  async function ask(panel) {
    const answer = await window.fetch(panel.dataset.pending).catch(() => null);
    if (!answer || !answer.ok) {
      return false;
    }
    const { done, said } = await answer.json();
    const words = panel.querySelector("p.cx-quiet");
    if (!done && words && panel.ariaBusy) {
      words.textContent = "Being worked out: " + said + ". It will stand here by itself.";
    }
    return done;
  }

  async function look(seconds) {
    const panels = [...document.querySelectorAll("[data-pending]")];
    const done = await Promise.all(panels.map(ask));
    if (done.some(Boolean)) {
      again += 1;
      window.dash_clientside.set_props("theme-set", { data: window.cxTheme.current() + again });
    } else if (panels.length) {
      wait(Math.min(1.5 * seconds, LONGEST));
    }
  }

  function wait(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => look(seconds), seconds * 1000);
  }

  document.addEventListener("cx:shown", () => {
    if (document.querySelector("[data-pending]")) {
      wait(FIRST);
    }
  });
})();
