/* Controls and clicks become links; the server answers links. Nothing is kept here but what the
   server said the controls show, to tell a change by hand from its own. By name it is kept in maps: a
   company may call a segment “constructor”. */
(function () {
  "use strict";

  const DEFAULTS = new Map([
    ["compare", "previous"],
    ["weighted", "no"],
  ]);
  const known = new Map();
  const searched = new Map();
  let sizes = new Map();
  let root = "/";
  let messageTimer = 0;
  let comparisons = [];
  let hand = null; // the filter in which a person typed or clicked last

  function same(a, b) {
    return JSON.stringify(a) === JSON.stringify(b);
  }

  /* Move to the current link with some parameters replaced; an empty list takes one off. */
  function go(changes) {
    const url = new URL(window.location.href);
    for (const [name, values] of Object.entries(changes)) {
      url.searchParams.delete(name);
      values.filter((value) => value !== "").forEach((value) => url.searchParams.append(name, value));
    }
    url.hash = "";
    window.cxLinks.visit(url);
  }

  function controlChanges(name, value) {
    if (name === "period") { // which one a link without it has depends on the data
      return { period: [value], from: [], to: [], grain: [] };
    }
    if (name === "from" || name === "to") {
      // A year that is still being typed reads as one long ago.
      const [from, to] = [known.get("from"), known.get("to")];
      if (!from || !to || from < "1900" || to < "1900") {
        return {};
      }
      return { from: [from], to: [to], period: [], grain: [] };
    }
    if (Array.isArray(value)) {
      return { [name]: value.length >= sizes.get(name) ? [] : value };
    }
    return { [name]: !value || value === DEFAULTS.get(name) ? [] : [value] };
  }

  function control() {
    let changes = {};
    for (const { prop_id: property, value } of window.dash_clientside.callback_context.triggered) {
      const name = JSON.parse(property.slice(0, property.lastIndexOf("."))).name;
      const wanted = Array.isArray(known.get(name)) ? value || [] : value;
      if (!same(wanted, known.get(name))) {
        known.set(name, wanted);
        const own = controlChanges(name, wanted);
        changes = { ...changes, ...own };
        if (Array.isArray(wanted) && wanted.length && !own[name].length) {
          known.set(name, []);
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
    searched.set(name, text);
    await new Promise((typed) => window.setTimeout(typed, 200));
    if (searched.get(name) !== text) {
      return;
    }
    const address = root + "api/levels/" + name + "?find=" + encodeURIComponent(text);
    const answer = await window.fetch(address).catch(() => null);
    if (answer && answer.ok && searched.get(name) === text) {
      const { levels } = await answer.json();
      const kept = known.get(name).filter((level) => !levels.includes(level));
      window.dash_clientside.set_props({ name, type: "control" }, { options: [...kept, ...levels] });
    }
  }

  /* What is typed into an open filter; when it opens, nothing is. */
  function searchOpen() {
    for (const field of document.querySelectorAll(".dash-dropdown-content .dash-dropdown-search")) {
      const name = field.closest(".cx-field").dataset.control;
      if (searched.has(name) && searched.get(name) !== field.value) {
        search(name, field.value);
      }
    }
  }

  function reset() {
    window.cxLinks.visit(window.location.pathname);
  }

  async function copy(_, { link }) {
    const whole = window.location.origin + link;
    window.clearTimeout(messageTimer);
    try {
      await navigator.clipboard.writeText(whole);
    } catch {
      // Without https there is no clipboard to write to; a selection can still be copied.
      const field = document.createElement("textarea");
      field.value = whole;
      document.body.appendChild(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (!copied) {
        say("Copy this link: " + whole);
        return;
      }
    }
    messageTimer = window.setTimeout(() => say(""), 5000);
    say("Link copied. It keeps these dates and filters.");
  }

  function say(message) {
    document.getElementById("message").textContent = message;
  }

  /* Charts and small pictures come in the colours of the theme. */
  function theme() {
    const next = window.cxTheme.current() === "dark" ? "light" : "dark";
    window.cxTheme.use(next);
    window.dash_clientside.set_props("theme-set", { data: next });
  }

  /* Filters that say nothing on this page go; not under the hand that has just emptied them. What
     has the focus does not tell: for a moment nothing has it when a dropdown closes. */
  function offer(unused) {
    for (const field of document.querySelectorAll("[data-control]")) {
      field.hidden = unused.includes(field.dataset.control) && field !== hand;
    }
    for (const pill of document.querySelectorAll("details.cx-pop")) {
      pill.hidden = !pill.querySelector("[data-control]:not([hidden])");
    }
  }

  /* After an answer. Controls are set here and not by the server's callback: Dash would hold a
     choice made during a round trip back until its end, and overwrite it with the one before. */
  function shown(answer) {
    if (!answer) {
      return;
    }
    const another = document.body.dataset.page !== answer.page;
    document.title = answer.title;
    document.body.dataset.page = answer.page;
    document.documentElement.classList.add("cx-controlled");
    document.querySelectorAll(".cx-first").forEach((one) => one.remove()); // the controls say it
    window.cxPage.show(answer);
    document.dispatchEvent(new CustomEvent("cx:shown", { detail: { ...answer, another } }));
    sizes = new Map(Object.entries(answer.sizes));
    const options = new Map(Object.entries(answer.options));
    [...options.keys()].filter((name) => !searched.has(name)).forEach((name) => searched.set(name, ""));
    root = answer.root;
    for (const [name, value] of Object.entries(answer.controls)) {
      if (!same(value, known.get(name))) {
        known.set(name, value);
        const own = options.has(name) ? { options: options.get(name), value } : { value };
        window.dash_clientside.set_props({ name, type: "control" }, own);
      }
    }
    if (!same(answer.comparisons, comparisons)) {
      comparisons = answer.comparisons;
      window.dash_clientside.set_props({ name: "compare", type: "control" }, { options: comparisons });
    }
    offer(answer.unused);
    const here = "/" + window.location.pathname.slice(root.length) + window.location.search;
    for (const [id, form] of [["share", "links/new"], ["save", "views/new"], ["note", "notes/new"]]) {
      document.getElementById(id)?.setAttribute("href", root + form + "?view=" + encodeURIComponent(here));
    }
    say("");
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    cx: { control, reset, copy, shown },
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

  document.addEventListener("input", searchOpen);
  for (const use of ["focusin", "pointerdown"]) {
    document.addEventListener(use, ({ target }) => (hand = target.closest("[data-control]")), true);
  }
  document.getElementById("theme").addEventListener("click", theme);
  new MutationObserver(() => {
    mendDropdowns();
    mendOptions();
    searchOpen();
  }).observe(document.querySelector(".cx-bar"), {
    childList: true,
    subtree: true,
    attributeFilter: ["aria-selected"],
  });
})();
