/* Controls and clicks become links; the server answers links. Nothing is kept here but what the
   server said the controls show, to tell a change by hand from its own. */
(function () {
  "use strict";

  const DEFAULTS = { period: "last-12-months", compare: "previous", weighted: "no" };
  let known = {};
  let sizes = {};
  let searched = {};
  let root = "/";
  let messageTimer = 0;
  let hash = "";
  let wanted = "";

  function same(a, b) {
    return JSON.stringify(a) === JSON.stringify(b);
  }

  /* Move to the current link with some parameters replaced; an empty list takes one off. */
  function go(changes, page) {
    const url = new URL(window.location.href);
    for (const [name, values] of Object.entries(changes)) {
      url.searchParams.delete(name);
      values.filter((value) => value !== "").forEach((value) => url.searchParams.append(name, value));
    }
    const query = url.searchParams.toString();
    window.dash_clientside.set_props("url", {
      pathname: page ? root + page : url.pathname,
      search: query ? "?" + query : "",
    });
  }

  function controlChanges(name, value) {
    if (name === "period") {
      return { period: value === DEFAULTS.period ? [] : [value], from: [], to: [], grain: [] };
    }
    if (name === "from" || name === "to") {
      // A year that is still being typed reads as one long ago.
      if (!known.from || !known.to || known.from < "1900" || known.to < "1900") {
        return {};
      }
      return { from: [known.from], to: [known.to], period: [], grain: [] };
    }
    if (Array.isArray(value)) {
      return { [name]: value.length >= sizes[name] ? [] : value };
    }
    return { [name]: !value || value === DEFAULTS[name] ? [] : [value] };
  }

  function control() {
    let changes = {};
    for (const { prop_id: property, value } of window.dash_clientside.callback_context.triggered) {
      const name = JSON.parse(property.slice(0, property.lastIndexOf("."))).name;
      const wanted = Array.isArray(known[name]) ? value || [] : value;
      if (!same(wanted, known[name])) {
        known[name] = wanted;
        const own = controlChanges(name, wanted);
        changes = { ...changes, ...own };
        if (Array.isArray(wanted) && wanted.length && !own[name].length) {
          known[name] = [];
          window.dash_clientside.set_props({ name, type: "control" }, { value: [] });
        }
      }
    }
    if (Object.keys(changes).length) {
      go(changes);
    }
  }

  /* A filter of many levels offers those that the server finds; the chosen ones stay among them. */
  async function search(name, text) {
    searched[name] = text;
    await new Promise((typed) => window.setTimeout(typed, 200));
    if (searched[name] !== text) {
      return;
    }
    const address = root + "api/levels/" + name + "?find=" + encodeURIComponent(text);
    const answer = await ask(address).catch(() => null);
    if (answer && answer.ok && searched[name] === text) {
      const { levels } = await answer.json();
      const kept = known[name].filter((level) => !levels.includes(level));
      window.dash_clientside.set_props({ name, type: "control" }, { options: [...kept, ...levels] });
    }
  }

  /* What is typed into an open filter; when it opens, nothing is. */
  function searchOpen() {
    for (const field of document.querySelectorAll(".dash-dropdown-content .dash-dropdown-search")) {
      const name = field.closest(".cx-field").dataset.control;
      if (name in searched && searched[name] !== field.value) {
        search(name, field.value);
      }
    }
  }

  function click() {
    for (const { prop_id: property, value } of window.dash_clientside.callback_context.triggered) {
      const patch = value && value.points && value.points[0].customdata;
      if (typeof patch !== "string" || !patch) {
        continue;
      }
      const id = JSON.parse(property.slice(0, property.lastIndexOf(".")));
      window.dash_clientside.set_props(id, { clickData: null });
      const here = new URLSearchParams(window.location.search);
      const wanted = new URLSearchParams(patch);
      const page = wanted.get("page");
      wanted.delete("page");
      const changes = {};
      for (const [name, text] of wanted) {
        // A second click on what is filtered already takes the filter off.
        const again = !page && name !== "from" && name !== "to" && same(here.getAll(name), [text]);
        changes[name] = again ? [] : [text];
      }
      go(changes, page);
    }
  }

  function reset() {
    window.dash_clientside.set_props("url", { search: "" });
  }

  function say(message) {
    window.dash_clientside.set_props("message", { children: message });
  }

  /* Without an answer the page would stay as it was, under controls that say otherwise. */
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const page = String(asked[0]).includes("_dash-update-component");
    if (page) {
      window.cxTheme.follow();
    }
    try {
      const answer = await ask(...asked);
      if (page && answer.status >= 500) {
        say("The server could not answer. What you see may be of the view before; reload to try again.");
      }
      return answer;
    } catch (error) {
      if (page) {
        say("The server can't be reached. What you see is of the view before; reload to try again.");
      }
      throw error;
    }
  };

  async function copy(_, state) {
    const link = window.location.origin + state.link;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      // Without https there is no clipboard to write to; a selection can still be copied.
      const field = document.createElement("textarea");
      field.value = link;
      document.body.appendChild(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (!copied) {
        return "Copy this link: " + link;
      }
    }
    window.clearTimeout(messageTimer);
    messageTimer = window.setTimeout(() => say(""), 5000);
    return "Link copied. It keeps these dates and filters.";
  }

  function theme() {
    const next = window.cxTheme.current() === "dark" ? "light" : "dark";
    window.cxTheme.use(next);
    return next;
  }

  /* Filters that say nothing on this page go; not under the hand that has just emptied them. */
  function offer(unused) {
    for (const field of document.querySelectorAll("[data-control]")) {
      field.hidden = unused.includes(field.dataset.control) && !field.contains(document.activeElement);
    }
    const filters = document.querySelector(".cx-filters");
    filters.hidden = !filters.querySelector("[data-control]:not([hidden])");
  }

  /* Once what was answered is there, which may be after `shown`. */
  function arrive() {
    // Colour alone does not tell a screen reader where it is.
    for (const link of document.querySelectorAll(".cx-nav, .cx-choice")) {
      link.setAttribute("aria-current", link.matches(".cx-here, .cx-chosen"));
    }
    // What a link points to was not there yet when the browser looked for it.
    const target = wanted && document.getElementById(wanted);
    if (target) {
      wanted = "";
      target.scrollIntoView();
    }
  }

  /* After an answer. Controls are set here and not by the server's callback: Dash would hold a
     choice made during a round trip back until its end, and overwrite it with the one before. */
  function shown(state) {
    if (!state) {
      return;
    }
    sizes = state.sizes;
    searched = { ...Object.fromEntries(Object.keys(state.options).map((name) => [name, ""])), ...searched };
    root = state.root;
    for (const [name, value] of Object.entries(state.controls)) {
      if (!same(value, known[name])) {
        known[name] = value;
        const options = state.options[name];
        window.dash_clientside.set_props({ name, type: "control" }, options ? { options, value } : { value });
      }
    }
    offer(state.unused);
    say("");
    document.title = state.title + " · CX Lens";
    document.body.dataset.page = state.page;
    wanted = window.location.hash === hash ? "" : window.location.hash.slice(1);
    hash = window.location.hash;
    window.requestAnimationFrame(() => {
      arrive();
      // On a narrow screen the navigation scrolls.
      const here = document.querySelector(".cx-here");
      if (here) {
        const bar = here.parentElement;
        bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
      }
      // The newest periods are at the right end.
      for (const wide of document.querySelectorAll(".cx-newest-right")) {
        wide.scrollLeft = wide.scrollWidth;
      }
    });
    window.cxTheme.label();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    cx: { control, click, reset, copy, theme, shown },
  });

  /* Dash 4.4's dropdown takes the keyboard's focus in a field that it hides from screen readers,
     and its button does not say what it is for. The button takes both over. */
  function mendDropdowns() {
    for (const hidden of document.querySelectorAll(".dash-dropdown-focus-target[tabindex='0']")) {
      const button = hidden.parentElement.querySelector("button.dash-dropdown");
      const label = hidden.closest(".cx-field").querySelector("label");
      hidden.tabIndex = -1;
      button.tabIndex = 0;
      label.id = "label-" + button.id;
      button.setAttribute("aria-labelledby", label.id + " " + button.getAttribute("aria-labelledby"));
      button.setAttribute("aria-haspopup", "dialog");
    }
  }

  /* An open dropdown calls its checkboxes options of a list, which may not hold what takes the
     focus. As a named group of checkboxes they say all there is to say. */
  function mendOptions() {
    for (const list of document.querySelectorAll(".dash-dropdown-content [role='listbox']")) {
      const name = list.closest(".cx-field").querySelector("label").id;
      list.closest(".dash-dropdown-content").setAttribute("aria-labelledby", name);
      list.setAttribute("aria-labelledby", name);
      list.setAttribute("role", "group");
    }
    for (const option of document.querySelectorAll(".dash-dropdown-option[aria-selected]")) {
      option.removeAttribute("role");
      option.removeAttribute("aria-selected");
    }
  }

  /* dcc.Graph asks for a resize after each first drawing, which draws a chart that fits already
     once more, a tenth of a second later. */
  function mendResize() {
    const resize = window.Plotly.Plots.resize;
    window.Plotly.Plots.resize = (chart) => {
      const drawn = chart._fullLayout;
      const fits =
        drawn &&
        Math.abs(drawn.width - chart.clientWidth) < 1 &&
        Math.abs(drawn.height - chart.clientHeight) < 1;
      return fits ? Promise.resolve(chart) : resize(chart);
    };
  }

  /* A double click on the theme button is one choice: its second click would take it back. */
  function onlyFirstClick(event) {
    if (event.detail > 1 && event.target.closest("#theme")) {
      event.stopPropagation();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    mendResize();
    document.addEventListener("input", searchOpen);
    document.addEventListener("click", onlyFirstClick, true);
    const narrow = window.matchMedia("(max-width: 767px)");
    let folded = false;
    new MutationObserver(() => {
      const filters = document.querySelector(".cx-filters");
      if (filters && !folded) {
        folded = true;
        filters.open = !narrow.matches;
      }
      mendDropdowns();
      mendOptions();
      searchOpen();
      arrive();
    }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
  });
})();
