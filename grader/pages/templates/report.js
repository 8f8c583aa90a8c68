"use strict";
// Sorts, searches and filters the table of students. Without this script the table is complete, in the order of ids.
(() => {
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const search = document.getElementById("search");
  const choices = ["status", "part", "kind"].map((name) => document.getElementById(name));
  const rows = Array.from(body.rows, (element) => ({ element, keys: [], text: null }));
  const collator = new Intl.Collator("en", { numeric: true });

  // --- sorting ---

  function keyOf(row, column, numeric) {
    if (row.keys[column] === undefined) {
      const text = row.element.cells[column].textContent.trim();
      row.keys[column] = numeric ? Number.parseFloat(text) : text;
    }
    return row.keys[column];
  }

  const isEmpty = (key) => key === "" || Number.isNaN(key);

  // What is empty comes last in both directions.
  function sortBy(column, numeric, direction) {
    const compare = numeric ? (one, other) => one - other : collator.compare;
    rows.sort((one, other) => {
      const [a, b] = [keyOf(one, column, numeric), keyOf(other, column, numeric)];
      if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
      return direction * compare(a, b);
    });
    body.replaceChildren(); // all at once: to move one row after another takes thirty times as long
    body.append(...rows.map((row) => row.element));
  }

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...Array.from(head.childNodes).filter((node) => node.nodeName !== "SMALL"));
    head.prepend(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortBy(head.cellIndex, "numeric" in head.dataset, descending ? -1 : 1);
    });
  }

  // --- searching and filtering ---

  const plain = (text) => text.normalize("NFKC").toLowerCase();

  function filter() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const wanted = choices.filter((choice) => choice.value).map((choice) => [choice.id, choice.value]);
    let shown = 0;
    for (const row of rows) {
      if (words.length && row.text === null) {
        row.text = plain(Array.from(row.element.cells, (cell) => cell.textContent).join(" "));
      }
      const fits =
        wanted.every(([name, value]) => (row.element.dataset[name] ?? "").split(" ").includes(value)) &&
        words.every((word) => row.text.includes(word));
      if (row.element.hidden === fits) row.element.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown === rows.length ? `${shown} students` : `${shown} of ${rows.length} students`;
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter)); // when the fields are empty
  form.hidden = false;

  // A status, part or mistake further up leads to the students who have it.
  for (const link of document.querySelectorAll("a.filter")) {
    link.addEventListener("click", () => {
      form.reset();
      document.getElementById(link.dataset.filter).value = link.dataset.value;
    });
  }
  if (search.value || choices.some((choice) => choice.value)) filter(); // what the browser kept when it loaded again
})();
