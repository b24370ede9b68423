/* A panel as a picture: copied where the browser can, else downloaded, as its link says. */
(function () {
  "use strict";

  async function picture(link) {
    const answer = await fetch(link.href);
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.blob();
  }

  function download(link) {
    const saves = document.createElement("a");
    saves.href = link.href;
    saves.download = "";
    saves.click();
  }

  function close(but) {
    for (const open of document.querySelectorAll(".cx-picture[open]")) {
      open.open = open === but;
    }
  }

  function click(event) {
    const link = event.target.closest("a[data-copies]");
    close(link ? null : event.target.closest(".cx-picture"));
    if (!link || !window.ClipboardItem || !navigator.clipboard) {
      return;
    }
    event.preventDefault();
    // The picture as a promise: it must be asked for while the click lasts.
    navigator.clipboard.write([new ClipboardItem({ "image/png": picture(link) })]).then(
      () => (document.getElementById("announcement").textContent = "Copied as picture"),
      () => download(link)
    );
  }

  function escape(event) {
    const open = document.querySelector(".cx-picture[open]");
    if (event.key === "Escape" && open) {
      close();
      open.querySelector("summary").focus();
    }
  }

  document.addEventListener("click", click);
  document.addEventListener("keydown", escape);
})();
