"""Passkeys as pages ask for them and take them: what a browser is handed, and what comes back from it."""

from urllib.parse import urlparse

from werkzeug.wrappers import Response

from models.account.member import Member
from models.account.second_factor.passkey import ChallengeFor, passkeys_of
from models.account.second_factor.passkeys import Site, ask_challenge, credentials_of, prove_by_passkey
from models.kernel.clock import now
from views.kit import store
from views.kit.house import house

# What devices and browsers show as whom a key is for.
_CALLED = "Xiaopu 小铺"


def site() -> Site:
    """This network, as keys know it: a key for another address answers nothing here."""
    where = house().config.where
    return Site(urlparse(where).hostname or "", where)


def passkeys_work() -> bool:
    """Whether browsers would make any: they do for https, and on the machine itself by its name."""
    return house().config.is_https or site().host == "localhost"


def options_to_register(who: Member) -> Response:
    """What a browser needs to make a key."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    options = generate_registration_options(
        rp_id=site().host,
        rp_name=_CALLED,
        user_id=who.code.encode(),
        user_name=who.phone,
        user_display_name=who.name,
        challenge=ask_challenge(store.session(), who.id, "register", at=now()),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in _credentials(who)],
    )
    return Response(options_to_json(options), content_type="application/json")


def options_to_answer(who: Member, wanted_for: ChallengeFor) -> Response:
    """What a browser needs to have one of the member's keys answer."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    options = generate_authentication_options(
        rp_id=site().host,
        challenge=ask_challenge(store.session(), who.id, wanted_for, at=now()),
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in _credentials(who)],
    )
    return Response(options_to_json(options), content_type="application/json")


def has_passkeys(who: Member) -> bool:
    """Whether the page offers them."""
    return bool(passkeys_of(store.session(), who.id)) and passkeys_work()


def take_answer(who: Member, answer: str, wanted_for: ChallengeFor) -> None:
    """Raises Refused. Call it before the request writes anything."""
    # Asked for before: it would be read again inside, and hold the lock.
    member_id = who.id
    with store.outside_transaction():
        prove_by_passkey(house().database, member_id, answer, wanted_for, site=site(), at=now())


def _credentials(who: Member) -> list[bytes]:
    return credentials_of(passkeys_of(store.session(), who.id))
