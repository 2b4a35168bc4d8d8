/* Small aids for those who have scripts. Every page works without this file.
   Words shown come from the page (data- attributes), so that they are translated with it. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, selector, deed) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest?.(selector);
      if (found) deed(found, event);
    });

  /* Menus close on Escape and on a click elsewhere. */
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* Tabs that do not fit a phone are moved so far that the current one is seen. */
  all(".tabs [aria-current]").forEach((tab) => {
    const row = tab.parentElement, from = tab.getBoundingClientRect(), seen = row.getBoundingClientRect();
    row.scrollLeft += from.left - seen.left - (seen.width - from.width) / 2;
  });

  /* Errors are read first. */
  document.querySelector("[data-focus-here]")?.focus();

  /* Unit picker: from the search box down into the options, Enter searches instead of sending the form. */
  on("keydown", "[data-unit-picker] input[type=search]", (box, event) => {
    const first = box.closest("[data-unit-picker]").querySelector(".picker__options input");
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
      first.checked = true;
      first.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (first) first.focus();
    }
  });

  /* What is told of the chosen unit in another year comes too late where another unit was chosen meanwhile. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const told = event.detail.target;
    if (!told.matches("[data-chosen-unit]")) return;
    const now = told.closest("[data-unit-picker]").querySelector("input[type=radio]:checked");
    if (now && now.value !== event.detail.requestConfig.parameters[now.name]) event.detail.shouldSwap = false;
  });

  /* A dropped file stands in the file box; its name is shown. */
  const named = (box) => {
    const name = box.closest(".drop").querySelector(".drop__name");
    if (name) name.textContent = [...box.files].map((file) => file.name).join(", ");
  };
  on("change", ".drop input[type=file]", named);
  ["dragover", "dragleave", "drop"].forEach((type) =>
    on(type, ".drop", (drop, event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", type === "dragover");
      if (type !== "drop") return;
      const box = drop.querySelector("input[type=file]");
      box.files = event.dataTransfer.files;
      named(box);
    }),
  );

  /* Choosing many rows: all of this page, and how many are chosen. */
  const count = (form) => {
    const chosen = all("input[data-row]:checked", form).length;
    all("[data-chosen-count]", form).forEach((place) => (place.textContent = chosen));
    all("[data-needs-choice]", form).forEach((button) => button.toggleAttribute("disabled", chosen === 0));
  };
  on("change", "[data-choose-all]", (box) => {
    const form = box.closest("form");
    all("input[data-row]", form).forEach((row) => (row.checked = box.checked));
    count(form);
  });
  on("change", "input[data-row]", (box) => count(box.closest("form")));
  all("form[data-choosing]").forEach(count);

  /* Columns shown in a list, remembered on this machine. */
  const columns = (list) => {
    const table = document.getElementById(list.dataset.columnsOf);
    if (table) table.dataset.hide = all("input:not(:checked)", list).map((box) => box.value).join(" ");
  };
  const hiddenKey = (list) => "columns:" + list.dataset.columnsOf;
  const showColumns = () =>
    all("[data-columns-of]").forEach((list) => {
      const table = document.getElementById(list.dataset.columnsOf);
      const hidden = (localStorage.getItem(hiddenKey(list)) ?? table?.dataset.hide ?? "").split(" ");
      all("input", list).forEach((box) => (box.checked = !hidden.includes(box.value)));
      columns(list);
    });
  on("change", "[data-columns-of] input", (box) => {
    const list = box.closest("[data-columns-of]");
    columns(list);
    localStorage.setItem(hiddenKey(list), document.getElementById(list.dataset.columnsOf).dataset.hide);
  });
  showColumns();
  document.addEventListener("htmx:afterSettle", showColumns);

  on("click", "[data-print]", () => window.print());

  /* A record on the page: what was kept when it was sent has arrived. */
  if (document.querySelector("[data-record]") && sessionStorage.getItem("sent")) {
    localStorage.removeItem(sessionStorage.getItem("sent"));
    sessionStorage.removeItem("sent");
  }

  /* The entry form: state of each section while typing; when the line is down, the text stays on this machine. */
  const form = document.querySelector("form[data-entry]");
  if (!form) return;
  const words = form.dataset;
  const status = document.getElementById("draft-status");
  const key = `entry:${words.owner}:${location.pathname}`;
  const secret = ["csrfmiddlewaretoken", "version"];
  const text = () =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret.includes(name));

  const sections = () =>
    all("[data-section]", form).forEach((section) => {
      const entry = form.querySelector(`[data-state-of="${section.id}"]`) ||
        document.querySelector(`[data-state-of="${section.id}"]`);
      if (!entry || entry.classList.contains("is-error")) return;
      const names = new Set(all("[name]:not([type=hidden],[type=search],button)", section).map((box) => box.name));
      const filled = [...names].filter((name) => {
        const boxes = all(`[name="${CSS.escape(name)}"]`, section);
        return boxes.some((box) => (["radio", "checkbox"].includes(box.type) ? box.checked : box.value.trim()));
      });
      const missing = all("[required]", section).some((box) =>
        box.type === "radio" ? !form.querySelector(`[name="${CSS.escape(box.name)}"]:checked`) : !box.value.trim(),
      );
      const state = missing ? (filled.length ? "partial" : "empty") : filled.length === names.size ? "done" : filled.length ? "partial" : "empty";
      const shown = !missing && section.querySelector("[required]") ? "done" : state;
      entry.className = "is-" + shown;
      entry.querySelector("use")?.setAttribute("href", words.icons + { done: "#ok", partial: "#half", empty: "#circle" }[shown]);
      const small = entry.querySelector("small");
      if (small) small.textContent = words["state" + shown[0].toUpperCase() + shown.slice(1)];
    });
  form.addEventListener("input", sections);
  form.addEventListener("change", sections);

  const keep = (say = true) => {
    try {
      localStorage.setItem(key, JSON.stringify(text()));
      if (status && say) status.textContent = words.kept;
    } catch { /* storage full or forbidden: the server's draft remains */ }
  };
  const forget = () => localStorage.removeItem(key);
  /* A save cut short by sending the form, or by leaving the page, is no broken line. */
  let leaving = false;
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pagehide", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("htmx:sendError", (event) => event.target === status && (!leaving || !navigator.onLine) && keep());
  document.addEventListener("htmx:responseError", (event) => event.target === status && keep());
  /* A draft the server would not keep says why itself; the text stays on this machine. */
  const refused = (event) => event.detail.xhr.getResponseHeader("X-Draft") === "refused";
  document.addEventListener("htmx:afterRequest", (event) => event.target === status && event.detail.successful && (refused(event) ? keep(false) : forget()));
  form.addEventListener("submit", () => {
    keep(false);
    sessionStorage.setItem("sent", key);
  });
  window.addEventListener("offline", keep);

  /* The last words before leaving the page: the draft waits two seconds for the next key, the person may not. */
  const url = status?.getAttribute("hx-post");
  let unsaved = false;
  ["input", "change"].forEach((type) => form.addEventListener(type, () => (unsaved = true)));
  form.addEventListener("submit", () => (unsaved = false));
  document.addEventListener("htmx:beforeRequest", (event) => event.target === status && (unsaved = false));
  window.addEventListener("pagehide", () => {
    if (!unsaved || !url) return;
    if (!navigator.onLine) return keep(false);
    const last = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    fetch(url, { method: "POST", body: last, keepalive: true }).catch(() => {});
  });

  /* What was sent has arrived and stands on this page. */
  if (words.answered === "kept") forget();
  const restore = document.getElementById("restore");
  const stored = localStorage.getItem(key);
  if (restore && stored && !words.answered && !document.querySelector(".error-summary")) {
    restore.hidden = false;
    restore.querySelector("[data-restore]").addEventListener("click", () => {
      for (const [name, value] of JSON.parse(stored)) {
        for (const box of all(`[name="${CSS.escape(name)}"]`, form)) {
          if (["radio", "checkbox"].includes(box.type)) box.checked = box.checked || box.value === value;
          else if (box.type !== "file") box.value = value;
        }
      }
      restore.hidden = true;
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    restore.querySelector("[data-forget]").addEventListener("click", () => { forget(); restore.hidden = true; });
  }
})();
