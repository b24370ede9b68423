/* The theme before the first paint: the cookie's, else the system's. */
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

  /* The cookie's, where another tab chose since: charts come in its colours. */
  function follow() {
    const theme = kept();
    if (theme && theme !== current()) {
      use(theme);
    }
  }

  function kept() {
    const found = document.cookie.match(/(?:^|; )cx-theme=(light|dark)/);
    return found ? found[1] : "";
  }

  function label() {
    const button = document.getElementById("theme");
    if (button) {
      button.textContent = current() === "dark" ? "Light theme" : "Dark theme";
    }
  }

  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  use(kept() || system);
  document.addEventListener("DOMContentLoaded", label);
  window.cxTheme = { current, follow, use, label };
})();
