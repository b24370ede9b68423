/* Paper is light, has no scroll boxes, and says on each sheet what it is about. Charts and tables
   are fitted once the paper's width is known, which is when the medium changes. */
(function () {
  "use strict";

  const paper = window.matchMedia("print");
  const PORTRAIT = 690; // pixels between the margins, where the browser does not tell
  const sheet = document.createElement("style");
  let undo = []; // what brings the screen back

  function set(element, style, value) {
    const was = element.style[style];
    undo.push(() => (element.style[style] = was));
    element.style[style] = value;
  }

  function said(part) {
    const found = document.querySelector(".cx-running-" + part);
    return found ? found.textContent : "";
  }

  /* A running head and foot: in the margins, where nothing of the page can cover them; in a
     browser that knows none, a line of the page. */
  function margins() {
    if (!window.CSSMarginRule) {
      document.documentElement.classList.add("cx-no-margins");
      return;
    }
    const today = { day: "numeric", month: "short", year: "numeric" };
    const printed = "printed on " + new Date().toLocaleDateString("en-GB", today);
    const box = (place, words) =>
      "@" + place + " { content: " + words + "; font: 8pt Inter, sans-serif; color: #5a6478; }";
    const quoted = (words) =>
      '"' + words.replace(/["\\\n<]/g, (one) => "\\" + one.charCodeAt(0).toString(16) + " ") + '"';
    sheet.textContent =
      "@page { " +
      box("top-left", quoted(said("what"))) +
      box("top-right", quoted(said("until") + " · " + printed)) +
      box("bottom-left", quoted(said("scope"))) +
      box("bottom-right", 'counter(page) " of " counter(pages)') +
      " }";
    document.head.append(sheet);
    undo.push(() => sheet.remove());
  }

  /* The theme of the page, and the colours that the server gave to charts. */
  function lighten() {
    const root = document.documentElement;
    const theme = root.getAttribute("data-bs-theme");
    const colours = JSON.parse(document.querySelector(".cx-running")?.dataset.paper || "{}");
    root.setAttribute("data-bs-theme", "light");
    undo.push(() => root.setAttribute("data-bs-theme", theme));
    if (!Object.keys(colours).length) {
      return;
    }
    for (const mark of document.querySelectorAll(".main-svg *")) {
      for (const style of ["fill", "stroke"]) {
        const numbers = mark.style[style].match(/\d+, \d+, \d+/);
        if (numbers && colours[numbers[0]]) {
          set(mark, style, "rgb(" + colours[numbers[0]] + ")");
        }
      }
    }
    // Small pictures in cards, which nobody can recolour from outside.
    for (const picture of document.querySelectorAll("#content img")) {
      set(picture, "filter", "invert(1) hue-rotate(180deg)");
    }
  }

  /* As wide as the paper. Charts first: they are drawn anew, in the colours of the server. */
  function fit() {
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const frame = chart.parentElement;
      // Of the height of a sheet; the rest is for the panel's heading.
      const room = (0.8 * document.documentElement.clientHeight) / frame.clientHeight;
      if (paper.matches && room < 1) {
        set(frame, "zoom", String(room));
      }
      const width = Math.min(frame.clientWidth, paper.matches ? Infinity : PORTRAIT);
      if (width && chart._fullLayout) {
        window.Plotly.relayout(chart, { width });
        undo.push(() => window.Plotly.relayout(chart, { width: null, autosize: true }));
      }
    }
    for (const box of document.querySelectorAll(".cx-scroll")) {
      const over = box.scrollWidth / box.clientWidth;
      if (over > 1) {
        set(box.firstElementChild, "zoom", String(0.98 / over));
      }
    }
  }

  /* What is folded away is read on paper too, but for what there is to each card. */
  function open() {
    for (const closed of document.querySelectorAll("#content details:not([open], .cx-card-more)")) {
      closed.open = true;
      undo.push(() => (closed.open = false));
    }
  }

  function leave() {
    undo.reverse().forEach((step) => step());
    undo = [];
  }

  function prepare() {
    leave();
    window.cxPage.drawRest();
    margins();
    open();
    fit();
    lighten();
  }

  paper.addEventListener("change", () => (paper.matches ? prepare() : leave()));
  // Browsers that lay the paper out without telling the page so.
  window.addEventListener("beforeprint", () => undo.length || prepare());
  window.addEventListener("afterprint", leave);
})();
