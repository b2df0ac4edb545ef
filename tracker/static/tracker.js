// Live conveniences. Every page works without this file; it only shortens the way.
"use strict";

(() => {
  /* ------------------------------------------------------------- pickers */

  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  // accessible-autocomplete prints suggestions as HTML, so names are escaped here.
  const escape = (text) => String(text ?? "").replace(/[&<>"']/g, (c) => escapes[c]);

  function describe(box, input) {
    const ids = (input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    return ids.map((id) => document.getElementById(id)?.textContent.trim()).filter(Boolean).join(" ");
  }

  // `tell` is given the number of answers, or undefined while there is nothing to say.
  function search(endpoint, tell) {
    let timer;
    let latest;
    return (query, show) => {
      clearTimeout(timer);
      latest?.abort();
      tell();
      if (!query.trim()) return show([]);
      timer = setTimeout(async () => {
        latest = new AbortController();
        const address = new URL(endpoint, document.baseURI);
        address.searchParams.set("q", query);
        address.searchParams.set("lang", document.documentElement.lang);
        try {
          const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: latest.signal });
          const options = answer.ok ? (await answer.json()).options : [];
          tell(options.length);
          show(options);
        } catch (error) {
          if (error.name !== "AbortError") show([]);
        }
      }, 150);
    };
  }

  // FIELD becomes hidden and holds a key, or the words while none is chosen; FIELD-text is what is seen.
  function enhancePicker(box) {
    const typed = box.querySelector("[data-picker-box] input");
    if (box.dataset.ready || !typed || typeof accessibleAutocomplete !== "function") return;
    box.dataset.ready = "true";
    const { name, id, endpoint, help, none, found, short } = box.dataset;

    let reference = box.querySelector("[data-picker-key]");
    if (!reference) {
      reference = document.createElement("input");
      reference.type = "hidden";
      reference.name = name;
      reference.value = typed.value;
      box.prepend(reference);
    }
    const options = box.querySelector("[data-picker-options]");
    const checked = options?.querySelector("input:checked");
    if (checked) reference.value = checked.value;
    options?.remove();

    const holder = typed.parentElement;
    const invalid = typed.getAttribute("aria-invalid");
    const description = [describe(box, typed), help].filter(Boolean).join(" ");
    const words = typed.value;
    typed.remove();
    const nothing = document.createElement("p");
    nothing.className = "hint";
    nothing.textContent = none;
    nothing.hidden = true;
    box.append(nothing);
    let chosen = words;
    accessibleAutocomplete({
      element: holder,
      id,
      name: `${name}-text`,
      defaultValue: words,
      source: search(endpoint, (n) => { nothing.hidden = n !== 0; }),
      minLength: 1,
      confirmOnBlur: false,
      displayMenu: "overlay",
      templates: {
        inputValue: (option) => option?.label ?? "",
        suggestion: (option) =>
          typeof option === "string"
            ? escape(option)
            : `<span dir="auto">${escape(option.label)}</span>${option.hint ? ` <small>${escape(option.hint)}</small>` : ""}`,
      },
      onConfirm: (option) => {
        if (!option) return;
        reference.value = option.key;
        chosen = option.label;
        box.dispatchEvent(new CustomEvent("picker:chosen", { bubbles: true, detail: option }));
      },
      showNoOptionsFound: false,
      tStatusQueryTooShort: () => short,
      tStatusNoResults: () => none,
      tStatusSelectedOption: (option, length, index) => `${option} (${index + 1}/${length})`,
      tStatusResults: (length) => `${length} ${found}`,
      tAssistiveHint: () => description,
    });
    const input = document.getElementById(id);
    input.setAttribute("dir", "auto");
    if (invalid) input.setAttribute("aria-invalid", invalid);
    input.addEventListener("input", () => {
      if (input.value !== chosen) {
        reference.value = input.value;
        chosen = undefined;
      }
    });
    const find = box.querySelector("[data-picker-find]");
    if (find) find.hidden = true;
  }

  /* ------------------------------------------------------- stance picker */

  function tellVerb(radio) {
    const verb = radio.closest("[data-stance]")?.querySelector("[data-reads-verb]");
    if (verb && radio.dataset.verb) verb.textContent = radio.dataset.verb;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-stance-picker] input")) tellVerb(event.target);
  });

  document.addEventListener("picker:chosen", (event) => {
    if (event.target.dataset.fills !== "claim") return;
    const claim = event.target.closest("[data-stance]")?.querySelector("[data-reads-claim]");
    if (claim) claim.textContent = event.detail.label;
  });

  /* ---------------------------------------------------------------- keys */

  document.addEventListener("keydown", (event) => {
    const picker = event.target.closest?.("[data-stance-picker]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (picker && plain && /^[1-9]$/.test(event.key)) {
      const radio = picker.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (!radio) return;
      event.preventDefault();
      radio.focus();
      radio.click();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[method=post]");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-submit]") ?? undefined);
    }
  });

  /* ------------------------------------------------------------- reports */

  // The address of what is asked for names no empty filter, and of a reference only its key.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest?.(".filters") || form.method !== "get") return;
    for (const control of form.elements) {
      if (control.name && (!control.value || (control.name.endsWith("-text") && form.elements[control.name.slice(0, -5)]))) {
        control.disabled = true;
        setTimeout(() => { control.disabled = false; });
      }
    }
  });

  function enhanceCopy(button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
      button.textContent = button.dataset.done;
    });
  }

  /* --------------------------------------------------------------- start */

  function enhance(root) {
    root.querySelectorAll("[data-picker]").forEach(enhancePicker);
    root.querySelectorAll("[data-copies]").forEach(enhanceCopy);
  }

  document.addEventListener("DOMContentLoaded", () => {
    enhance(document);
    if (document.documentElement.dataset.pageError) document.getElementById("error-summary")?.focus();
  });
  /* ------------------------------------------- parts that are exchanged */

  // What follows from a choice: the role from the speaker, the words of the scale from the claim,
  // date and occasion from the source. The button that asks the server is pressed, and the field
  // that comes next takes the focus, unless the person has gone on to another one by then.
  let next;
  let from;
  document.addEventListener("picker:chosen", (event) => {
    const name = event.target.dataset.name ?? "";
    const [part, field] = name === "source" ? ["log-form", "citations-0-exact"]
      : /^speakers-\d+-speaker$/.test(name) ? ["who", name.replace(/speaker$/, "role")]
      : /^stances-\d+-claim$/.test(name) ? ["stances", name.replace(/claim$/, "code-0")]
      : /^stances-\d+-targets$/.test(name) ? ["stances", name]
      : [];
    const ask = part && document.querySelector(`button[value=propose][hx-target="#${part}"]`);
    if (!ask) return;
    next = field;
    from = event.target.dataset.id;
    ask.click();
  });

  // What was typed or chosen while an answer was under way must not be overwritten by it. Answers
  // overtake one another, so each exchange keeps what stood in the form when it asked. The button
  // is gone after the exchange, so it is remembered before; likewise what had the focus.
  const exchanges = new WeakMap();
  const typed = (form) => {
    const values = new Map();
    for (const [name, value] of new FormData(form)) values.set(name, [...(values.get(name) ?? []), value]);
    return values;
  };
  const differing = (now, asked) => [...now.keys()].filter((name) => String(now.get(name)) !== String(asked.get(name)));
  document.addEventListener("htmx:before:request", (event) => {
    const form = event.detail?.ctx?.sourceElement?.form;
    if (form) exchanges.set(event.detail.ctx, { form, asked: typed(form) });
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const exchange = exchanges.get(event.detail?.ctx);
    if (!exchange) return;
    const form = document.getElementById("log-form") ?? exchange.form;
    exchange.button = event.detail.ctx.sourceElement;
    exchange.focused = document.activeElement === document.body ? undefined : document.activeElement?.id;
    exchange.now = typed(form);
    exchange.meanwhile = exchange.button.value === "propose" ? differing(exchange.now, exchange.asked) : [];
  });
  function keep({ now, meanwhile }) {
    for (const name of meanwhile) {
      for (const control of document.getElementsByName(name)) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = now.get(name).includes(control.value);
        else if (!control.closest("[data-picker]")) control.value = now.get(name)[0];
        if (control.checked) tellVerb(control);
      }
    }
    // A picker takes up what its markup says, so that is changed before it does.
    for (const box of document.querySelectorAll("[data-picker]:not([data-ready])")) {
      const { name } = box.dataset;
      if (meanwhile.includes(name) || meanwhile.includes(`${name}-text`)) keepPicked(box, name, now);
    }
  }
  function keepPicked(box, name, now) {
    const ticked = [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)].map((tick) => tick.value);
    const key = (now.get(name) ?? []).filter((value) => !ticked.includes(value)).at(-1) ?? "";
    box.querySelector("[data-picker-options]")?.remove();
    box.querySelector("[data-picker-key]")?.remove();
    const reference = Object.assign(document.createElement("input"), { type: "hidden", name, value: key });
    reference.dataset.pickerKey = "";
    box.prepend(reference);
    box.querySelector("[data-picker-box] input").value = now.get(`${name}-text`)?.at(-1) ?? key;
  }
  function fieldAfter({ button, focused }, part) {
    if (button.value === "propose") {
      const stayed = !focused || focused === from || focused === button.id;
      return document.getElementById(stayed ? next : focused);
    }
    // A new row's first field takes the focus, or the button that stands where the old one did.
    const rows = part.querySelectorAll("[data-row]");
    const row = button.value.startsWith("add") && rows.length
      ? rows[rows.length - 1].querySelector("input:not([type=hidden]), select, textarea")
      : button.value.startsWith("remove") && part.querySelector("button[value^='add']");
    return row || document.getElementById(focused);
  }
  document.addEventListener("htmx:after:swap", (event) => {
    const exchange = exchanges.get(event.detail?.ctx);
    if (exchange?.button) keep(exchange);
    enhance(document);
    if (!exchange?.button) return;
    const part = document.querySelector(exchange.button.getAttribute("hx-target"));
    const field = part && fieldAfter(exchange, part);
    if (field && field !== document.activeElement) field.focus();
  });
  // At the queue one key decides, but only while the focus is on the edition and not in a field:
  // it is put there when the page opens, so that the next one is a key away.
  document.addEventListener("DOMContentLoaded", () => {
    const desk = document.querySelector("[data-desk]");
    if (desk?.querySelector("[data-key]") && !document.querySelector("[data-page-error]")) {
      desk.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    const desk = event.target.closest?.("[data-desk]");
    if (!desk || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const wanted = desk.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("button")) wanted.click();
    else wanted.focus();
  });
  // Where a row could not be exchanged in place, the button does what it does without JavaScript.
  document.addEventListener("htmx:response:error", (event) => {
    const button = event.detail?.ctx?.sourceElement;
    if (button?.form && button.type === "submit" && event.detail.ctx.response?.raw?.status !== 422) {
      button.form.requestSubmit(button);
    }
  });
})();
