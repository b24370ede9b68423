/* While the server is asked: the page is dimmed, and a lost line is tried again until it
   is back. Dash never hears of a request that failed: the old page would stand at full strength
   under controls that say otherwise. */
(function () {
  "use strict";

  const NO_LINE = [429, 502, 503, 504]; // a proxy's words for nobody there
  const LONGEST = 30; // seconds between two tries
  const AT_ONCE = 100; // milliseconds: what takes no longer seems instant, and would only flicker
  const FOR_GOOD = 1e6;
  const ask = window.fetch;
  const line = document.createElement("div");
  let newest = 0; // the view that is wanted now; what was asked before is no longer
  let slow = 0; // the timer of what is not answered at once
  let go = () => {};

  /* What keeps the page from its answer; "" when nothing does. */
  function tell(message, retry) {
    if (line.dataset.said === message) {
      return;
    }
    line.dataset.said = message;
    line.textContent = message;
    if (retry) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cx-button";
      button.textContent = "Try again";
      button.addEventListener("click", () => go());
      line.append(" ", button);
    }
  }

  /* Until so many seconds are over, the line is back, a person asks for it, or another view is
     wanted. */
  function pause(seconds) {
    return new Promise((over) => {
      const timer = window.setTimeout(over, seconds * 1000);
      go = () => {
        window.clearTimeout(timer);
        over();
      };
    });
  }

  /* One try: the whole answer, which may break off in its middle; null without one. */
  async function attempt(asked) {
    try {
      const answer = await ask(...asked);
      const { status, headers } = answer;
      return new Response(status === 204 ? null : await answer.arrayBuffer(), { status, headers });
    } catch {
      return null;
    }
  }

  /* Neither an error nor a proxy's page for signing in. */
  function good(answer) {
    const read = (answer.headers.get("Content-Type") || "").includes("json");
    return answer.status === 204 || (answer.ok && read);
  }

  /* Nobody is logged in here any longer: the log-in leads back to this view. Never an answer. */
  async function logIn(answer) {
    const { log_in: place } = await answer.json().catch(() => ({}));
    const root = JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix;
    const { pathname, search } = window.location;
    const here = "/" + pathname.slice(root.length) + search;
    if (place) {
      window.location.assign(place + "?next=" + encodeURIComponent(here));
      await new Promise(() => {});
    }
  }

  /* The answer, however long the line is lost; an empty one where another view was asked for
     since. A server that fails is asked once more, then only when a person says so. */
  async function insist(asked, wanted) {
    let seconds = 1;
    let failed = 0;
    for (;;) {
      const answer = await attempt(asked);
      if (!wanted()) {
        return new Response(null, { status: 204 });
      }
      if (answer && good(answer)) {
        tell("");
        return answer;
      }
      if (answer && answer.status === 401) {
        await logIn(answer);
      }
      if (answer && !NO_LINE.includes(answer.status)) {
        failed += 1;
        if (failed > 1) {
          const old = document.querySelector("#content h1") ? " What you see is of the view before." : "";
          tell("The server could not answer." + old, true);
          busy(false);
        }
        await pause(failed > 1 ? FOR_GOOD : 1);
        busy(true);
      } else {
        tell("No connection; trying again…");
        await pause(seconds);
        seconds = Math.min(2 * seconds, LONGEST);
      }
      if (!wanted()) {
        return new Response(null, { status: 204 });
      }
    }
  }

  /* A thin line at the top. The page is busy until all its charts are drawn (page.js). */
  function busy(waits) {
    document.getElementById("content").setAttribute("aria-busy", waits);
    window.clearTimeout(slow);
    if (waits) {
      slow = window.setTimeout(dim, AT_ONCE);
    } else {
      document.documentElement.classList.remove("cx-waits");
    }
  }

  function dim() {
    document.documentElement.classList.add("cx-waits");
    document.getElementById("content").classList.add("cx-old");
  }

  function shown() {
    window.clearTimeout(slow);
    document.documentElement.classList.remove("cx-waits");
    document.getElementById("content").classList.remove("cx-old");
  }

  /* The navigation moves with the click, not with the answer. */
  function navigate() {
    const links = [...document.querySelectorAll(".cx-nav")];
    const here = links.find((link) => link.pathname === window.location.pathname);
    for (const link of here ? links : []) {
      link.classList.toggle("cx-here", link === here);
      link.setAttribute("aria-current", link === here);
    }
  }

  /* The page's callback is the only one that the server answers. */
  window.fetch = async (...asked) => {
    const address = String(asked[0]);
    if (!address.includes("_dash-update-component")) {
      // What Dash asks for before there is a page.
      if (/_dash-(layout|dependencies)/.test(address)) {
        return insist(asked, () => true);
      }
      const answer = await ask(...asked);
      if (answer.status === 401) {
        await logIn(answer.clone());
      }
      return answer;
    }
    newest += 1;
    const own = newest;
    window.cxTheme.follow();
    go();
    navigate();
    busy(true);
    return insist(asked, () => own === newest);
  };

  line.className = "cx-line";
  line.setAttribute("role", "status");
  document.body.append(line);
  window.addEventListener("online", () => go());
  document.addEventListener("cx:shown", shown);
})();
