"""How a server goes without cutting anybody off. Connections that wait to be accepted are reset when their listener is
closed: so first no new ones are let in, then those that wait are served, and only then it is closed. Who knocks
meanwhile is not answered, knocks again by itself after a second, and finds the next server or none."""

import ctypes
import socket
import struct
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from types import FrameType
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

# For handshakes that are under way, and for what waits to be accepted.
DRAIN_SECONDS = 0.3
_ATTACH_FILTER = 26
# A filter of packets for Linux' listeners: what opens a connection (SYN, in byte 13 of TCP's head) is dropped.
_NO_NEW_ONES = ((0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))


def let_nobody_in(listeners: Iterable[Any]) -> None:
    """From here on nobody connects anew, whichever process listens. Elsewhere than on Linux this does nothing."""
    steps = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in _NO_NEW_ONES))
    told = struct.pack("@HP", len(_NO_NEW_ONES), ctypes.addressof(steps))
    for listener in listeners:
        line = getattr(listener, "sock", listener)
        if line.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, told)


class LeavingWorker(ThreadWorker):
    """Goes on accepting for a moment once it is told to end, alone or with the whole server."""

    is_leaving = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM. A second one changes nothing."""
        if not self.is_leaving:
            self.is_leaving = True
            threading.Timer(DRAIN_SECONDS, super().handle_exit, (sig, frame)).start()


def stop_gently() -> None:
    """Has gunicorn's head let nobody in before it closes what it listens to. A second call changes nothing."""
    usual = Arbiter.stop
    if usual.__module__ == __name__:
        return

    def stop(self: Any, graceful: bool = True) -> None:
        if graceful and self.LISTENERS:
            let_nobody_in(self.LISTENERS)
            time.sleep(DRAIN_SECONDS / 2)
        usual(self, graceful)

    Arbiter.stop = stop
