// Keys for people who read a lot. `event.code` is the place of a key, so that they work under a Hangul keyboard.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll(".item")];
  let at = -1, go = false;
  const off = localStorage.getItem("keys") === "off";
  const focus = (step) => {
    const all = items();
    if (!all.length) return;
    if (at >= 0 && all[at]) all[at].classList.remove("at");
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    all[at].classList.add("at");
    all[at].scrollIntoView({ block: "nearest" });
    const link = all[at].querySelector("a");
    if (link) link.focus({ preventScroll: true });
  };
  const press = (selector) => { const found = document.querySelector(selector); if (found) found.click(); };
  const here = (selector) => {
    const item = items()[at];
    const found = (item || document).querySelector(selector);
    if (found) found.click();
  };
  const places = { KeyT: "/", KeyE: "/entities", KeyW: "/watches", KeyS: "/sources", KeyD: "/deliveries" };
  document.addEventListener("keydown", (event) => {
    if (off || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      if (event.code === "Escape") event.target.blur();
      return;
    }
    if (go) {
      go = false;
      if (places[event.code]) { location.href = places[event.code]; event.preventDefault(); }
      return;
    }
    const actions = {
      KeyJ: () => focus(1), KeyK: () => focus(-1), KeyO: () => here("h2 a, h3 a"), KeyV: () => here("a.out"),
      KeyX: () => here("summary"), KeyM: () => press("[data-key=m]"),
      KeyY: () => here("[data-key=y]"), KeyN: () => here("[data-key=n]"), KeyR: () => press("[data-key=r]"),
      KeyG: () => { go = true; },
      Slash: () => {
        if (event.shiftKey) { const keys = document.querySelector(".keys"); keys.open = !keys.open; keys.scrollIntoView(); return; }
        const field = document.getElementById("q");
        if (field) field.focus(); else location.href = "/search";
      },
      Escape: () => { const item = items()[at]; if (item) item.classList.remove("at"); at = -1; },
    };
    const action = actions[event.code];
    if (action) { action(); event.preventDefault(); }
  });
  const draft = document.getElementById("draft");
  if (draft) {
    // What the server says of the form while one types: the fault at once, a backtest after a pause.
    const live = document.getElementById("live"), trial = document.getElementById("trial");
    const query = document.getElementById("query");
    let timers = [], asked = null;
    const ask = async (test) => {
      if (asked) asked.abort();
      asked = new AbortController();
      const fields = new URLSearchParams(new FormData(draft));
      if (test) fields.set("test", "1");
      trial.classList.add("stale");
      try {
        const answer = await fetch("/watches/try?" + fields, { signal: asked.signal, headers: { Accept: "text/html" } });
        if (answer.status === 503) timers.push(setTimeout(ask, 2000, test));  // busy: it is asked again
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fault = [...page.body.querySelectorAll("#fault, .fault")];
        live.replaceChildren(...fault, ...page.body.querySelectorAll(".remark"));
        query.toggleAttribute("aria-invalid", fault.length > 0);
        if (fault.length === 0 && page.body.children.length) {
          trial.querySelector("div").replaceChildren(...page.body.childNodes);
          trial.classList.remove("stale");
        }
      } catch (error) { if (error.name !== "AbortError") trial.classList.remove("stale"); }
    };
    query.addEventListener("input", () => {
      timers.forEach(clearTimeout);
      timers = [setTimeout(ask, 300, false), setTimeout(ask, 1500, true)];
    });
  }
  if (location.pathname === "/search" && !new URLSearchParams(location.search).get("q")) {
    const field = document.getElementById("q");
    if (field) field.focus();
  }
})();
