// Copies the text, then opens the phone's own share sheet with the poster. Where there is no sheet the button stays
// hidden: saving and copying do the same in two steps.
(() => {
  const probe = new File([""], "a.jpg", { type: "image/jpeg" });
  const pictures = Boolean(navigator.canShare?.({ files: [probe] }));
  const ready = new Map();
  const fetched = async (address) => {
    if (!ready.has(address)) {
      const blob = await (await fetch(address)).blob();
      ready.set(address, new File([blob], address.split("/").pop(), { type: blob.type }));
    }
    return ready.get(address);
  };
  const textOf = (button) => (document.getElementById(button.dataset.shareText)?.innerText ?? "").trim();
  const reveal = () => {
    if (navigator.share) document.querySelectorAll("[data-share]").forEach((button) => (button.hidden = false));
  };
  const say = (button) => {
    button.dataset.label ??= button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = button.dataset.label), 2000);
  };
  // A phone opens its sheet only right after the tap: the picture is fetched while the finger is still down.
  document.addEventListener("pointerdown", (event) => {
    const address = event.target.closest("[data-share]")?.dataset.sharePicture;
    if (pictures && address) fetched(address).catch(() => {});
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-share]");
    if (!button) return;
    const { sharePicture, shareUrl } = button.dataset;
    const text = textOf(button);
    try {
      navigator.clipboard?.writeText(text).then(() => say(button), () => {});
      // With a text beside it some apps drop the picture; the text waits on the clipboard.
      const files = pictures && sharePicture && [ready.get(sharePicture) ?? (await fetched(sharePicture))];
      await navigator.share(files ? { files } : { text, url: shareUrl });
    } catch (refusal) {
      // AbortError means that the person closed the sheet: there is nothing to mend.
      if (refusal.name !== "AbortError" && sharePicture) location.assign(sharePicture);
    }
  });
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
})();
