// Opens the phone's own share sheet with the poster and its text. Where there is none, the button stays hidden.
(() => {
  const picture = async (address) => {
    const blob = await (await fetch(address)).blob();
    return new File([blob], address.split("/").pop(), { type: blob.type });
  };
  const probe = new File([""], "a.jpg", { type: "image/jpeg" });
  const pictures = Boolean(navigator.canShare?.({ files: [probe] }));
  const reveal = () => {
    if (navigator.share) document.querySelectorAll("[data-share]").forEach((button) => (button.hidden = false));
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-share]");
    if (!button) return;
    const { sharePicture, shareText, shareUrl } = button.dataset;
    const what = { text: shareText };
    try {
      if (pictures && sharePicture) what.files = [await picture(sharePicture)];
      else what.url = shareUrl;
      await navigator.share(what);
    } catch (refusal) {
      // AbortError means that the person closed the sheet: there is nothing to mend.
      if (refusal.name !== "AbortError" && shareUrl) location.assign(shareUrl);
    }
  });
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
})();
