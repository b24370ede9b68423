/* The bar's pills open below themselves; one click is one step in the history; a new view is
   announced to those who hear the page. */
(function () {
  "use strict";

  const ONCE =
    "a[href], summary, #theme, [role='search'] button, [role='search'] .dash-dropdown-option";
  let told = ""; // the link that was announced last
  let takenOff = false; // a chip, by keyboard: its focus goes with it

  function close(but) {
    for (const open of document.querySelectorAll(".cx-pop[open]")) {
      open.open = open === but;
    }
  }

  /* Below its pill, and there it stays: chips that come and go move the pill, not what is being
     chosen from. On a narrow screen it stands at the bottom (bar.css). */
  function place(sheet) {
    const bar = sheet.closest(".cx-bar").getBoundingClientRect();
    const pill = sheet.previousElementSibling.getBoundingClientRect();
    const left = Math.min(pill.left - bar.left, bar.width - sheet.offsetWidth - 12);
    sheet.style.left = Math.max(left, 12) + "px";
    sheet.style.top = pill.bottom - bar.top + 6 + "px";
  }

  function toggle(event) {
    const pill = event.target.closest(".cx-pill");
    close(event.target.closest(".cx-pop"));
    if (pill) {
      event.preventDefault(); // it would be seen in the wrong place first
      pill.parentElement.open = !pill.parentElement.open;
      place(pill.nextElementSibling);
    }
  }

  /* An open dropdown is closed first, by itself. */
  function escape(event) {
    const open = document.querySelector(".cx-pop[open]");
    if (event.key === "Escape" && open && !document.querySelector(".dash-dropdown-content")) {
      close();
      open.querySelector("summary").focus();
    }
  }

  function leave({ target }) {
    if (!target.closest("[data-radix-focus-guard]")) {
      close(target.closest(".cx-pop"));
    }
  }

  /* The second click of a double click would take back what the first did, or hit what came into
     its place; a link to where one is would be a step to nowhere. */
  function once(event) {
    const what = event.target.closest(ONCE);
    const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!what || other) {
      return;
    }
    const here = what.href === window.location.href && !what.hash;
    const newer = what.closest("#new-data"); // the same view, of newer data
    if (event.detail > 1 || (here && !newer)) {
      event.preventDefault();
      event.stopPropagation();
    }
    takenOff = event.detail === 0 && what.matches(".cx-applied");
  }

  /* The first view is read out by itself. */
  function announce({ detail: { name } }) {
    const link = window.location.pathname + window.location.search;
    const headline = document.querySelector("#content h1");
    if (told && told !== link && headline) {
      document.getElementById("announcement").textContent = name + ": " + headline.textContent;
    }
    told = link;
    if (takenOff && document.activeElement === document.body) {
      document.querySelector(".cx-applied, .cx-filters summary").focus();
    }
    takenOff = false;
  }

  document.addEventListener("click", once, true);
  document.addEventListener("click", toggle);
  document.addEventListener("keydown", escape, true);
  document.addEventListener("focusin", leave);
  document.addEventListener("cx:shown", announce);
})();
