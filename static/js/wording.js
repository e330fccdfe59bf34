// Usual words: what is chosen is written into the text, where it can be changed.
document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-words-for]");
  const text = select && document.getElementById(select.dataset.wordsFor);
  if (!text || !select.value) return;
  text.value = text.value.trim() ? `${text.value.trimEnd()}\n${select.value}` : select.value;
  select.value = "";
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});
