/* Several views in one file: while it is made that is said, and what is refused is said as well. */
(function () {
  "use strict";

  const FAILED = "The file could not be made; try again in a moment.";

  function save(blob, answer) {
    const [, name] = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"));
    const saves = document.createElement("a");
    saves.href = URL.createObjectURL(blob);
    saves.download = name;
    saves.click();
    URL.revokeObjectURL(saves.href);
  }

  async function refusal(answer) {
    const text = await answer.text();
    if (answer.headers.get("Content-Type").startsWith("application/json")) {
      return JSON.parse(text).errors.join(" ");
    }
    const said = new DOMParser().parseFromString(text, "text/html").querySelector("[role=alert]");
    if (!said) {
      location.assign(answer.url); // where people log in again
    }
    return said ? said.textContent : "";
  }

  async function make(form, body) {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.headers.has("Content-Disposition")) {
      return refusal(answer);
    }
    save(await answer.blob(), answer);
    return "The file is made.";
  }

  async function submitted(event) {
    const form = event.target.closest("form.cx-pack");
    if (!form) {
      return;
    }
    event.preventDefault();
    const [said, passed] = form.querySelectorAll(".cx-making > *");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const views = body.getAll("packed").length;
    const began = Date.now();
    const buttons = form.querySelectorAll("button");
    const tell = () => (passed.textContent = ` ${Math.round((Date.now() - began) / 1000)} s so far`);
    said.textContent = views === 1 ? "A view is read …" : `${views} views are read …`;
    const ticks = setInterval(tell, 1000);
    buttons.forEach((one) => (one.disabled = true));
    said.textContent = await make(form, body).catch(() => FAILED);
    clearInterval(ticks);
    passed.textContent = "";
    buttons.forEach((one) => (one.disabled = false));
  }

  document.addEventListener("submit", submitted);
})();
