"""A process that waits carries nothing of what only some jobs need: drawing, spreadsheets, migrations, the demo."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATE = {
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "alembic",
    "alipay",
    "demo",
    "fontTools",
    "models.poster.draw",
    "models.poster.paper",
    "models.poster.styles",
    "openpyxl",
    "pikepdf",
    "pypdfium2",
    "qrcode",
    "uharfbuzz",
    "wechatpayv3",
    "zxcvbn",
    "zxingcpp",
}


def test_the_program_is_loaded_without_what_only_some_jobs_need(tmp_path: Path) -> None:
    make = "import app, sys; app.create_app(); print(*sys.modules)"
    clean = {"PATH": "/usr/bin:/bin", "XIAOPU_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", make]
    loaded = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout.split()
    assert "views.console.share.slots" in loaded
    assert not LATE & set(loaded)
