/* Newer data than those that the page shows: a quiet line says so, and leads to the same view of
   them. Figures never change under the eyes of who reads. One small request every half minute, while
   the page is seen. This script comes before waiting.js: its requests neither dim the page nor lead
   to the log-in. */
(function () {
  "use strict";

  const FIRST = 3; // seconds from a view to the first question: how many answers it has
  const EVERY = 30;
  const LONGEST = 600;
  const OVER = [401, 403, 404]; // nobody is logged in any longer, or there is no such page
  const ask = window.fetch;
  const line = document.getElementById("new-data");
  let shown = null; // where to ask, and the tag of what the page shows
  let pause = EVERY;
  let timer = 0;

  function tell(words) {
    if (line.dataset.told === words) {
      return;
    }
    line.dataset.told = words;
    line.textContent = words;
    if (words) {
      const link = document.createElement("a");
      link.href = window.location.pathname + window.location.search; // without a place: it loads
      link.textContent = "Show";
      line.append(" · ", link);
    }
  }

  /* Not all pages at the same moment: a fifth more or less. */
  function wait(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, seconds * 1000 * (0.8 + 0.4 * Math.random()));
  }

  async function look() {
    if (document.hidden || !shown) {
      return;
    }
    const own = shown;
    const headers = { "If-None-Match": own.tag };
    const answer = await ask(own.address, { headers, cache: "no-store" }).catch(() => null);
    if (own !== shown || (answer && OVER.includes(answer.status))) {
      return;
    }
    const good = answer && (answer.ok || answer.status === 304);
    pause = good ? EVERY : Math.min(2 * pause, LONGEST);
    if (answer && answer.ok) {
      const { told } = await answer.json();
      if (own !== shown) {
        return;
      }
      own.tag = told ? own.tag : answer.headers.get("ETag") || own.tag;
      tell(told);
    }
    wait(pause);
  }

  document.addEventListener("cx:shown", ({ detail: { root, page, version } }) => {
    window.clearTimeout(timer);
    tell("");
    shown = null;
    if (page) {
      const address = root + "api/new-data/" + page + window.location.search;
      shown = { address, tag: `"${version}"` };
      pause = EVERY;
      wait(FIRST);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && shown) {
      wait(FIRST);
    }
  });
})();
