/* Files of one's own: sent piece by piece, so that it is seen how far they are, and a piece that
   fails is sent again, and one that broke off goes on. Then the form itself goes to the page of what
   came of them. */
(function () {
  "use strict";

  const PIECE = 1000000; // bytes; the server takes a little more in a request
  const AGAIN = [1, 2, 4, 8, 16]; // seconds until a piece is sent once more

  const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

  function headers(form) {
    return { "X-CSRFToken": form.elements.csrf_token.value };
  }

  async function refusal(answer) {
    const found = await answer.json().catch(() => ({}));
    return (found.errors || ["The server refused the file."]).join(" ");
  }

  async function ask(address, options) {
    for (const seconds of [...AGAIN, null]) {
      const answer = await fetch(address, options).catch(() => null);
      if (answer && answer.ok) {
        return answer.json();
      }
      if (answer && answer.status < 500) {
        throw Object.assign(new Error(await refusal(answer)), { refused: true });
      }
      if (seconds === null || (answer && answer.status === 507)) {
        throw new Error(answer ? await refusal(answer) : "The server can't be reached.");
      }
      await wait(seconds);
    }
  }

  async function send(form, root, upload, files, tell) {
    const whole = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    for (const [number, file] of files.entries()) {
      const name = encodeURIComponent(file.name);
      let at = 0;
      do {
        const address = `${root}own-data/${upload}/${number}?name=${name}&at=${at}`;
        const body = file.slice(at, at + PIECE);
        const came = await ask(address, { method: "PUT", headers: headers(form), body });
        at = came.bytes; // beyond this piece, where more of the file came before
        tell((before + at) / Math.max(whole, 1));
      } while (at < file.size);
      before += file.size;
    }
  }

  let brokenOff = null; // an upload that did not come to its end, and its files

  async function uploadOf(form, root, files) {
    const same = (file, place) => file === brokenOff.files[place];
    if (brokenOff && brokenOff.files.length === files.length && files.every(same)) {
      return brokenOff.upload;
    }
    const begun = await ask(`${root}own-data/new`, { method: "POST", headers: headers(form) });
    brokenOff = { upload: begun.upload, files };
    return begun.upload;
  }

  async function submitted(event) {
    const form = event.target.closest("form.cx-brought");
    if (!form) {
      return;
    }
    event.preventDefault();
    const root = form.dataset.root;
    const told = form.querySelector(".cx-brought-told");
    const progress = form.querySelector("progress");
    const button = form.querySelector("button[type=submit]");
    const files = [...form.querySelector("input[type=file]").files];
    button.disabled = true;
    progress.hidden = false;
    told.textContent = "The files are being sent.";
    const tell = (share) => (progress.value = share);
    try {
      const upload = await uploadOf(form, root, files);
      await send(form, root, upload, files, tell);
      form.action = `${root}own-data/${upload}${form.dataset.then || ""}`;
      form.submit();
    } catch (error) {
      if (error.refused) {
        brokenOff = null;
      }
      told.textContent = error.message;
      button.disabled = false;
      button.focus(); // which it lost when it was disabled
      progress.hidden = true;
    }
  }

  /* A page that waits is looked at again, and shown anew once it has something else to say: no
     reader is thrown back to its top each second. It tells minutes, so that it is seen to go on. */
  async function waited() {
    const waits = document.querySelector("[data-waits]");
    const told = waits && waits.textContent;
    const begun = Date.now();
    let minutes = 0;
    while (waits) {
      await wait(1);
      const passed = Math.floor((Date.now() - begun) / 60000);
      if (passed > minutes) {
        minutes = passed;
        waits.textContent = `${told} So far: ${minutes} min.`;
      }
      const answer = await fetch(location.href).catch(() => null);
      const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page && !page.querySelector("[data-waits]")) {
        location.reload();
        return;
      }
    }
  }

  function zone() {
    const select = document.querySelector(".cx-zone");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select && !select.dataset.chosen && [...select.options].some((one) => one.value === own)) {
      select.value = own;
    }
  }

  document.addEventListener("submit", submitted);
  document.addEventListener("DOMContentLoaded", zone);
  document.addEventListener("DOMContentLoaded", waited);
})();
