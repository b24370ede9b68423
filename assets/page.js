/* An answer is put into the page where it differs from what is there: what did not change is not
   touched, and charts stay and are redrawn, those on the screen first. */
(function () {
  "use strict";

  const CONFIG = {
    displayModeBar: false, // its "share" button would upload the figure to a third party
    responsive: true,
    doubleClick: false,
    showTips: false,
  };
  const said = {}; // the HTML of each part of the page, as it was put in
  const drawn = new WeakMap(); // what is drawn in each chart, and how wide it is, as text
  let waiting = []; // charts to be drawn, with their figures
  let frame = 0;

  function isChart(node) {
    return node.matches && node.matches(".dash-graph");
  }

  /* What is drawn in a chart is Plotly's; of the chart itself only its height can change. */
  function beforeNodeMorphed(now, next) {
    if (!isChart(now)) {
      return true;
    }
    now.style.height = next.style.height;
    return false;
  }

  function beforeNodeRemoved(node) {
    if (node.querySelectorAll) {
      node.querySelectorAll(".js-plotly-plot").forEach((plot) => window.Plotly.purge(plot));
    }
  }

  function put(part, html) {
    if (said[part] !== html) {
      said[part] = html;
      window.Idiomorph.morph(document.getElementById(part), html, {
        morphStyle: "innerHTML",
        callbacks: { beforeNodeMorphed, beforeNodeRemoved },
      });
    }
  }

  /* The links of points are kept beside what is drawn: they change with every filter. */
  function prepared(chart, figures) {
    const { data, layout } = figures[chart.id];
    chart.cxLinks = data.map(({ customdata }) => customdata || []);
    const figure = { data: data.map(({ customdata, ...trace }) => trace), layout };
    return { chart, figure, text: chart.clientWidth + JSON.stringify(figure) };
  }

  /* A chart that can't be drawn fails alone, and says so in its place. Its panel's table, its
     neighbours and what comes after it are as they were. */
  async function draw({ chart, figure, text }) {
    const plot = chart.querySelector(".js-plotly-plot") || chart.appendChild(document.createElement("div"));
    plot.style.height = "100%";
    drawn.set(chart, text);
    chart.querySelector(".cx-undrawn")?.remove();
    try {
      await window.Plotly.react(plot, { ...figure, config: CONFIG });
      window.cxCharts.listen(plot);
    } catch (error) {
      console.warn("A chart could not be drawn:", error);
      drawn.delete(chart);
      const note = chart.appendChild(document.createElement("p"));
      note.className = "cx-undrawn";
      note.setAttribute("role", "alert");
      note.textContent = "This chart could not be drawn. Its figures are all in its table.";
      window.Plotly.purge(plot);
    }
  }

  function isSeen({ chart }) {
    const { top, bottom } = chart.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  /* Those on the screen together, else one: what is clicked meanwhile is heard. */
  function drawNext() {
    const seen = waiting.filter(isSeen);
    const next = seen.length ? seen : waiting.slice(0, 1);
    waiting = waiting.filter((one) => !next.includes(one));
    next.forEach(draw);
    if (waiting.length) {
      drawAfterPaint();
    } else {
      document.getElementById("content").setAttribute("aria-busy", "false");
    }
  }

  /* What is read is painted before charts are drawn. */
  function drawAfterPaint() {
    window.cancelAnimationFrame(frame);
    frame = window.requestAnimationFrame(() => window.setTimeout(drawNext, 0));
  }

  function drawAll(figures) {
    waiting = [...document.querySelectorAll("#content .dash-graph")]
      .map((chart) => prepared(chart, figures))
      .filter(({ chart, text }) => drawn.get(chart) !== text);
    drawAfterPaint();
  }

  /* Everything of an answer: the parts of the page by their ids, and the figures of its charts. */
  function show({ parts, figures }) {
    Object.entries(parts).forEach(([part, html]) => put(part, html));
    drawAll(figures);
  }

  /* What is still to be drawn, at once. */
  function drawRest() {
    waiting.splice(0).forEach(draw);
  }

  window.cxPage = { show, drawRest };
})();
