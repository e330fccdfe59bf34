"""Sharing a post: its link for a placement, its poster and its copy, on the page that every link has."""

from flask import url_for
from werkzeug.wrappers import Response

from models.feed.post import Post
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.link.link import Link
from models.link.linking import post_link
from models.stories.share.share import share_post
from views.console.blueprint import console
from views.console.posts.list import own_post, refused_list
from views.console.share.link import refused_poster, studio
from views.console.share.list import placement_named
from views.kit import store
from views.kit.page import see, sentence


@console.post("/posts/<code>/share")
def share_own_post(code: str) -> Response:
    """The link for a placement with its poster. A second tap gives the same link."""
    try:
        made = share_post(store.session(), studio(), own_post(code), placement_named(), at=now())
        return see(url_for("console.link", code=made.code))
    except Refused as refusal:
        store.give_up()
        if refusal.field == "poster":
            return refused_poster(_standing(own_post(code)), refusal)
        return refused_list(sentence(refusal))


def _standing(post: Post) -> Link:
    """The link stands where its poster could not be proven."""
    return post_link(store.session(), post.shop, post.id, placement_named(), at=now())
