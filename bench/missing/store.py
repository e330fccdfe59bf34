"""The media folder gone, a store that is slow."""

import os
import re
import shutil
import threading
from pathlib import Path

from bench.missing.asking import under
from bench.missing.network import Bench, Figures
from bench.relay import Relay
from bench.running import Answer, Browser, Network


def media_gone(bench: Bench) -> Figures:
    """The folder with the pictures was taken away."""
    with bench.network() as network:
        media, aside = network.data / "media", network.data / "aside"
        return under(bench, network, lambda: _move(media, aside), lambda: _put_back(aside, media))


def _move(one: Path, other: Path) -> None:
    one.rename(other)


def _put_back(aside: Path, media: Path) -> None:
    shutil.rmtree(media, ignore_errors=True)
    aside.rename(media)


def store_slow(bench: Bench) -> Figures:
    """An S3 store that takes connections and says nothing."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with Relay(host, port) as relay:
        os.environ |= {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_ALLOW_HTTP": "true",
        }
        import boto3  # type: ignore[import-untyped]  # It has none.

        store = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        store.create_bucket(Bucket="shop")
        kept = bench.folder / "demo" / "media"
        for path in kept.rglob("*.jpg"):
            store.upload_file(str(path), "shop", f"media/{path.relative_to(kept)}")
        try:
            with bench.network(media_url="s3://shop/media") as network:
                return _while_pictures_are_asked_for(bench, network, relay)
        finally:
            running.stop()


def _while_pictures_are_asked_for(bench: Bench, network: Network, relay: Relay) -> Figures:
    """Thirty browsers want a picture, more than there are threads."""
    page = Browser(network).get(f"/{bench.shop['number']}").text
    picture = re.findall(r"/media/[0-9a-f]+-\d+\.jpg", page)[0]
    answers: list[Answer] = []
    before = Browser(network).get(picture)
    asking = [threading.Thread(target=lambda: answers.append(Browser(network).get(picture))) for _ in range(30)]

    def fault() -> None:
        relay.hang()
        for one in asking:
            one.start()

    found = under(bench, network, fault, relay.go_on)
    for one in asking:
        one.join()
    found["pictures_say"] = sorted({answer.status for answer in answers})
    found["pictures_slowest_s"] = round(max(answer.seconds for answer in answers), 1)
    found["picture_before"] = before.status
    return found | {"picture_after": Browser(network).get(picture).status}
