// "/" goes to the lookup box, from wherever nobody is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("[data-lookup]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
