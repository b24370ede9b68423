/* The theme before the first paint: the cookie's, else the system's. Named to load first. */
(function () {
  "use strict";

  function current() {
    return document.documentElement.getAttribute("data-bs-theme") || "light";
  }

  function use(theme) {
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.cookie = "cx-theme=" + theme + ";path=/;max-age=31536000;samesite=lax";
    label();
  }

  function label() {
    const button = document.getElementById("theme");
    if (button) {
      button.textContent = current() === "dark" ? "Light theme" : "Dark theme";
    }
  }

  const kept = document.cookie.match(/(?:^|; )cx-theme=(light|dark)/);
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  use(kept ? kept[1] : system);
  window.cxTheme = { current, use, label };
})();
