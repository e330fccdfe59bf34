// A barcode read by the camera, where the browser has a BarcodeDetector; elsewhere the button takes a photo, which the
// server reads. Either way the form is sent to look the number up. The camera stops whenever the page is left.
(() => {
  const box = document.querySelector("[data-scan]");
  if (!box) return;
  const find = (what) => box.querySelector(what);
  const [open, view, video, photo] = ["[data-scan-open]", "dialog", "video", "input[type=file]"].map(find);
  const go = find("button[value=scan]");
  const number = find("input[inputmode=numeric]");
  const aside = find(".scan-photo .help");
  const WANTED = ["ean_13", "ean_8", "upc_a", "upc_e", "qr_code"];
  let stream;

  const look = () => box.closest("form").requestSubmit(go);

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    video.srcObject = null;
    if (view.open) view.close();
  };

  const read = async (detector) => {
    // A number counts when it was seen twice in a row: one glance may misread a digit.
    let last = "";
    while (stream) {
      const found = await detector.detect(video).catch(() => []);
      const seen = found[0]?.rawValue ?? "";
      if (stream && seen && seen === last) {
        number.value = seen;
        find("[name=scan_way]").value = "camera";
        stop();
        return look();
      }
      last = seen || last;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  };

  const start = async () => {
    try {
      const able = await BarcodeDetector.getSupportedFormats();
      const formats = WANTED.filter((format) => able.includes(format));
      if (!formats.length) throw new Error("nothing to look for");
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      view.showModal();
      video.srcObject = stream;
      await video.play().catch(() => {});
      await read(new BarcodeDetector({ formats }));
    } catch {
      stop();
      aside.textContent = box.dataset.denied;
      aside.classList.remove("vh");
      photo.click();
    }
  };

  const hasCamera = "BarcodeDetector" in globalThis && navigator.mediaDevices?.getUserMedia;
  open.hidden = false;
  photo.classList.add("vh");
  // Still the photo field's name for who hears the page.
  aside.classList.add("vh");
  open.addEventListener("click", () => (hasCamera ? start() : photo.click()));
  find("[data-scan-close]").addEventListener("click", stop);
  view.addEventListener("close", stop);
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  photo.addEventListener("change", () => photo.files.length && look());
})();
