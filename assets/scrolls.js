/* What scrolls looks like it, at each end where there is more. */
(function () {
  "use strict";

  function more() {
    for (const box of document.querySelectorAll(".cx-scroll, .cx-side nav")) {
      const right = box.scrollWidth - box.clientWidth - box.scrollLeft;
      const below = box.scrollHeight - box.clientHeight - box.scrollTop;
      box.classList.toggle("cx-more-left", box.scrollLeft > 1);
      box.classList.toggle("cx-more-right", right > 1);
      box.classList.toggle("cx-more-below", below > 1);
    }
  }

  /* Of a table of months the newest are seen first. */
  function newest() {
    for (const wide of document.querySelectorAll(".cx-newest-right")) {
      wide.scrollLeft = wide.scrollWidth;
    }
    more();
  }

  document.addEventListener("scroll", ({ target }) => target !== document && more(), true);
  document.addEventListener("toggle", more, true); // what was folded has no width
  document.addEventListener("cx:shown", newest);
  document.addEventListener("DOMContentLoaded", newest);
  window.addEventListener("resize", more);
})();
