/* Links to other views are followed without loading the page anew: Dash asks for the view, and
   the browser's history goes with it. */
(function () {
  "use strict";

  let pointed = ""; // the place of the next view that a link points to

  function visit(href) {
    const { pathname, search, hash } = new URL(href, window.location.href);
    pointed = hash.slice(1);
    window.dash_clientside.set_props("url", { pathname, search, hash });
  }

  /* To another place of the same view the browser goes by itself. */
  function follow(event) {
    const link = event.target.closest("a[data-view]");
    const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button;
    if (!link || other || event.defaultPrevented || !window.dash_clientside.set_props) {
      return;
    }
    const here = link.pathname + link.search === window.location.pathname + window.location.search;
    if (!here || !link.hash) {
      event.preventDefault();
      visit(link.href);
    }
  }

  /* A form of a view leads to the view of what was typed. */
  function send(event) {
    const form = event.target.closest("form[data-seeks]");
    if (!form || !window.dash_clientside.set_props) {
      return;
    }
    event.preventDefault();
    const typed = [...new FormData(form)].filter(([, value]) => value);
    visit(`${form.getAttribute("action")}?${new URLSearchParams(typed)}`);
  }

  /* Where the new view is read from: the place that its link pointed to; a page from its top. */
  function arrive({ detail: { another } }) {
    const target = pointed && document.getElementById(pointed);
    pointed = "";
    if (target) {
      target.scrollIntoView();
    } else if (another) {
      window.scrollTo({ top: 0, behavior: "instant" });
    }
  }

  /* Colour alone does not tell a screen reader where it is. */
  function tell() {
    for (const link of document.querySelectorAll(".cx-nav, .cx-choice")) {
      link.setAttribute("aria-current", link.matches(".cx-here, .cx-chosen"));
    }
    // On a narrow screen the navigation scrolls.
    const here = document.querySelector(".cx-here");
    if (here) {
      const bar = here.parentElement;
      bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
    }
  }

  document.addEventListener("click", follow);
  document.addEventListener("submit", send);
  document.addEventListener("cx:shown", arrive);
  document.addEventListener("cx:shown", tell);
  tell();

  window.cxLinks = { visit };
})();
