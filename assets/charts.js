/* Charts by mouse, touch and keyboard: each point is shown, read out and followed to its link, which
   the server has put into it. No label lies over another or outside what is seen. */
(function () {
  "use strict";

  const GAP = 4; // pixels between two labels, and from a hover text to the edge
  const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const LEAVES = ["Escape", "Tab"];
  let pointer = "mouse";
  let pressed = false; // since the last click
  let tapped = "";

  function plotOf(chart) {
    return chart.querySelector(".js-plotly-plot");
  }

  /* Where a point leads; page.js has put it beside the chart. */
  function linkOf(plot, curve, index) {
    return plot.parentElement.cxLinks[curve][index] || "";
  }

  /* Points with something to tell, in reading order; what several marks tell is told once. */
  function pointsOf(plot) {
    const found = new Map();
    (plot.calcdata || []).forEach((marks, curve) => {
      const { hovertext, xaxis, yaxis } = marks[0].trace;
      const x = plot._fullLayout["xaxis" + (xaxis || "x").slice(1)];
      const y = plot._fullLayout["yaxis" + (yaxis || "y").slice(1)];
      marks.forEach((mark, index) => {
        const text = Array.isArray(hovertext) && hovertext[index];
        const [left, top] = [x._offset + x.c2p(mark.x), y._offset + y.c2p(mark.y)];
        const link = linkOf(plot, curve, index);
        if (text && Number.isFinite(left + top) && !found.has(text + link)) {
          found.set(text + link, { curve, index, text, link, left, top });
        }
      });
    });
    // A chart whose rows have names is read from top to bottom.
    const rows = plot._fullLayout.yaxis.tickmode === "array";
    const order = rows ? (one) => [one.top, one.left] : (one) => [one.left, one.top];
    return [...found.values()].sort((one, other) => {
      const [a, b] = [order(one), order(other)];
      return Math.abs(a[0] - b[0]) > 1 ? a[0] - b[0] : a[1] - b[1];
    });
  }

  function child(parent, tag, className) {
    const made = document.createElement(tag);
    made.className = className;
    parent.appendChild(made);
    return made;
  }

  /* What a screen reader says of the point that is shown. */
  function announce(html) {
    let live = document.getElementById("point");
    if (!live) {
      live = child(document.body, "div", "visually-hidden");
      live.id = "point";
      live.setAttribute("role", "status");
    }
    const read = new DOMParser().parseFromString(html.replaceAll("<br>", ", "), "text/html");
    live.textContent = read.body.textContent;
  }

  function hover(plot, point) {
    const { xaxis, yaxis } = plot.calcdata[point.curve][0].trace;
    const where = (xaxis || "x") + (yaxis || "y");
    window.Plotly.Fx.hover(plot, [{ curveNumber: point.curve, pointNumber: point.index }], where);
  }

  function show(chart, point) {
    const spot = chart.querySelector(".cx-spot") || child(chart, "span", "cx-spot");
    spot.style.left = point.left + "px";
    spot.style.top = point.top + "px";
    spot.hidden = false;
    spot.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    hover(plotOf(chart), point);
    announce(point.text);
  }

  function leave(chart) {
    const spot = chart.querySelector(".cx-spot");
    if (spot) {
      spot.hidden = true;
      delete chart.dataset.point;
      window.Plotly.Fx.unhover(plotOf(chart));
      announce("");
    }
  }

  function key(event) {
    const chart = event.target;
    if (!chart.matches || !chart.matches(".cx-chart") || !plotOf(chart)) {
      return;
    }
    const points = pointsOf(plotOf(chart));
    const now = points.findIndex((one) => one.text + one.link === chart.dataset.point);
    const ends = { Home: 0, End: points.length - 1 };
    let next = ends[event.key];
    if (event.key in KEYS) {
      const first = KEYS[event.key] > 0 ? 0 : points.length - 1;
      next = now < 0 ? first : Math.min(Math.max(now + KEYS[event.key], 0), points.length - 1);
    }
    if (next !== undefined && points[next] && !event.metaKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      chart.dataset.point = points[next].text + points[next].link;
      show(chart, points[next]);
    } else if (event.key === "Enter" && now >= 0 && points[now].link) {
      event.preventDefault();
      leave(chart);
      window.cxLinks.visit(points[now].link);
    } else if (LEAVES.includes(event.key)) {
      leave(chart);
    }
  }

  function press(event) {
    pointer = event.pointerType;
    pressed = true;
  }

  /* With a mouse a click follows; a finger has to see first what it would follow. Plotly reports a
     tap twice: when the finger leaves, and for the mouse that the browser makes of it. */
  function click(chart, { points, event }) {
    if (!pressed) {
      return;
    }
    pressed = false;
    const [{ curveNumber, pointNumber }] = points;
    const link = linkOf(plotOf(chart), curveNumber, pointNumber);
    const point = [chart.querySelector(".dash-graph").id, curveNumber, pointNumber].join();
    const seen = pointer !== "touch" || tapped === point;
    tapped = point;
    if (!seen) {
      hover(plotOf(chart), { curve: curveNumber, index: pointNumber });
    } else if (link && !(pointer !== "touch" && event.detail > 1)) {
      tapped = "";
      window.cxLinks.visit(link);
    }
  }

  /* A hover text is seen whole: not below the bar, and not outside the window or what scrolls. */
  function within(chart) {
    const layer = chart.querySelector(".hoverlayer");
    layer.removeAttribute("transform");
    const label = layer.getBoundingClientRect();
    const bar = document.querySelector(".cx-bar");
    const frame = (chart.closest(".cx-scroll") || document.documentElement).getBoundingClientRect();
    const room = {
      left: Math.max(frame.left, 0) + GAP,
      right: Math.min(frame.right, document.documentElement.clientWidth) - GAP,
      top: Math.max(bar ? bar.getBoundingClientRect().bottom : 0, 0) + GAP,
      bottom: window.innerHeight - GAP,
    };
    const moved = (from, to, least, most) => Math.max(least - from, Math.min(0, most - to));
    const x = moved(label.left, label.right, room.left, room.right);
    const y = moved(label.top, label.bottom, room.top, room.bottom);
    if (x || y) {
      layer.setAttribute("transform", `translate(${x},${y})`);
    }
  }

  /* Of labels that would touch, those with a year stay, then the first: of points, those that the
     server names first. The hover text has the others. */
  function thin(plot) {
    for (const kind of ["xtick", "x2tick", "ytick", "annotation"]) {
      const labels = [...plot.querySelectorAll("g." + kind)]; // not the marks beside them
      labels.forEach((label) => label.classList.remove("cx-thinned"));
      const boxes = labels.map((label) => [label, label.getBoundingClientRect()]);
      const lines = (label) => label.querySelectorAll(".line").length;
      boxes.sort((one, other) => lines(other[0]) - lines(one[0]));
      const kept = [];
      for (const [label, box] of boxes) {
        const touches = kept.some(
          (other) =>
            box.left < other.right + GAP &&
            other.left < box.right + GAP &&
            box.top < other.bottom &&
            other.top < box.bottom
        );
        if (touches) {
          label.classList.add("cx-thinned");
        } else {
          kept.push(box);
        }
      }
    }
  }

  /* A chart that has been drawn; Plotly forgets its events with what it drew. */
  function listen(plot) {
    if (plot.cxEvents !== plot._ev) {
      const chart = plot.closest(".cx-chart");
      plot.cxEvents = plot._ev;
      plot.on("plotly_click", (clicked) => click(chart, clicked));
      plot.on("plotly_hover", () => within(chart));
      plot.on("plotly_afterplot", () => thin(plot));
      thin(plot);
    }
  }

  document.addEventListener("pointerdown", press, true);
  document.addEventListener("keydown", key);

  window.cxCharts = { listen };
})();
