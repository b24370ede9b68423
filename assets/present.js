/* A mode for the projector: headline, findings and panels one after the other, larger and without
   controls. It is the browser's and not the view's: the link stays as it is. */
(function () {
  "use strict";

  const SCALES = [1.5, 1.25, 1, 0.8];
  const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " "];
  const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  let foot = null; // there while presenting
  let at = 0;

  /* The headline, each finding on its own line, then all else, in reading order. */
  function slides() {
    const [head, ...rest] = document.querySelectorAll("#content > :is(header, section, .cx-panel:not(nav))");
    const findings = head ? [...head.querySelectorAll(".cx-finding")] : [];
    const all = [head, ...findings.map(() => head), ...rest];
    return all.filter(Boolean).map((shown, place) => ({ shown, finding: findings[place - 1] }));
  }

  function mark(name, element) {
    document.querySelectorAll("[" + name + "]").forEach((was) => was.removeAttribute(name));
    if (element) {
      element.setAttribute(name, "");
    }
  }

  /* At least as high as this; "" is as high as they came. Heights themselves are the server's to set. */
  function draw(charts, height) {
    return Promise.allSettled(
      charts.map((chart) => {
        chart.style.minHeight = chart.parentElement.style.minHeight = height;
        return window.Plotly.Plots.resize(chart);
      }),
    );
  }

  /* As large as fits in the window; what is left is the charts'. */
  async function fit(shown) {
    const charts = [...shown.querySelectorAll(".js-plotly-plot")];
    document.body.style.setProperty("--cx-scale", SCALES[0]);
    await draw(charts, "");
    for (const scale of SCALES) {
      document.body.style.setProperty("--cx-scale", scale);
      if (shown.scrollHeight <= shown.clientHeight) {
        break;
      }
    }
    const spare = shown.clientHeight - shown.lastElementChild.offsetTop - shown.lastElementChild.offsetHeight;
    if (charts.length === 1 && foot) {
      draw(charts, charts[0].parentElement.offsetHeight + Math.max(spare - 24, 0) + "px");
    }
  }

  function show(place) {
    const all = slides();
    at = Math.max(0, Math.min(place, all.length - 1));
    const { shown, finding } = all[at] || {};
    mark("data-slide", shown);
    mark("data-told", finding);
    foot.querySelector(".cx-place").textContent = all.length ? at + 1 + " of " + all.length : "";
    foot.querySelector(".cx-about").textContent = [...document.querySelectorAll(".cx-running > *")]
      .map((part) => part.textContent)
      .filter(Boolean)
      .join(" · ");
    if (shown) {
      shown.scrollTop = 0;
      fit(shown);
    }
  }

  function start() {
    window.cxPage.drawRest();
    foot = document.createElement("div");
    foot.className = "cx-present";
    foot.innerHTML =
      '<span class="cx-about"></span><span class="cx-place" role="status"></span>' +
      '<button type="button" class="cx-button">Leave</button>';
    foot.querySelector("button").addEventListener("click", leave);
    document.querySelector("main").append(foot);
    document.documentElement.classList.add("cx-presenting");
    // Not everywhere, and never without the person's leave.
    document.documentElement.requestFullscreen?.().catch(() => {});
    show(0);
  }

  function leave() {
    foot.remove();
    foot = null;
    document.documentElement.classList.remove("cx-presenting");
    document.body.style.removeProperty("--cx-scale");
    mark("data-slide");
    mark("data-told");
    if (document.fullscreenElement) {
      document.exitFullscreen();
    }
    draw([...document.querySelectorAll(".js-plotly-plot")], "");
    document.getElementById("present").focus();
  }

  function key(event) {
    if (!foot || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const pressed = event.key === " " && event.target.closest("a, button, summary") ? "" : event.key;
    if (pressed === "Escape") {
      leave();
    } else if (NEXT.includes(pressed)) {
      show(at + 1);
    } else if (BACK.includes(pressed)) {
      show(at - 1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("click", (event) => event.target.closest("#present") && start());
  document.addEventListener("keydown", key, true);
  // The browser takes Escape for itself where it fills the screen.
  document.addEventListener("fullscreenchange", () => {
    if (foot && !document.fullscreenElement) {
      leave();
    }
  });
  window.addEventListener("resize", () => foot && show(at));
  // Another view, from the history or a link on a slide, begins at its headline.
  document.addEventListener("cx:shown", () => foot && show(0));
})();
