"""create_app(config): extensions, database, blueprints, error pages, commands; nothing else."""

from pathlib import Path

from flask import Flask
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

import models.records  # noqa: F401  Relationships by name need every record.
from config import Config, load
from jobs import make_jobs
from models.account import password
from models.account.audit.chainer import Chainer
from models.account.hash_secret import HashSecrets
from models.account.uses import SignInUses
from models.account.wrong_try import WrongTries
from models.kernel.database import Database
from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, TRANSLATIONS
from models.kernel.media import MediaStore
from models.setting.rulebook import Rulebook
from models.statistics.counting import VisitCounter
from views import (
    applying,
    assets,
    callbacks,
    commands,
    crawlers,
    errors,
    forgotten,
    health,
    joining,
    landing,
    ledger,
    privacy,
    second_step,
    session,
    signing_up,
)
from views.account import account
from views.buyer import buyer
from views.console import console
from views.desk import desk
from views.kit import (
    bodies,
    compression,
    filters,
    groups,
    identity,
    limits,
    locale,
    logs,
    metrics,
    safety,
    store,
    translating,
    wording,
)
from views.kit.counting import Counting
from views.kit.house import House
from views.kit.page_cache import PageCache
from views.kit.ringed import RingedSessions
from views.kit.visitor_keys import VisitorKeys
from views.landing.finding import leads_to
from views.parts.coupon import words as coupon_words
from views.supply import supply

ROOT = Path(__file__).resolve().parent
BLUEPRINTS = (
    landing.bp,
    buyer,
    console,
    supply,
    desk,
    account,
    session.bp,
    signing_up.bp,
    second_step.bp,
    forgotten.bp,
    applying.bp,
    joining.bp,
    callbacks.bp,
    assets.bp,
    crawlers.bp,
    health.bp,
    ledger.bp,
    privacy.bp,
)
PARTS = (
    bodies,
    metrics,
    compression,
    store,
    identity,
    filters,
    coupon_words,
    wording,
    safety,
    limits,
    errors,
    assets,
    commands,
)


def create_app(config: Config | None = None, *, database: Database | None = None) -> Flask:
    """One program from one Config, on its database or on the one handed over. Raises config.Misconfigured where the
    environment cannot work."""
    config = config or load()
    config.check()
    logs.configure(production=config.env == "production")
    password.use(config.hasher)
    app = Flask("xiaopu", root_path=str(ROOT), static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret,
        WTF_CSRF_SECRET_KEY=config.ring,
        TESTING=config.env == "test",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        BABEL_DEFAULT_LOCALE=SOURCE_LANGUAGE,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    app.session_interface = RingedSessions(config.ring)
    _furnish(app, config, database or Database(config.database))
    for part in PARTS:
        part.init_app(app)
    translating.init_app(app)
    Htmx(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    groups.init_app(app)
    _tell_templates(app)
    _cache_pages(app, config)
    return app


def _furnish(app: Flask, config: Config, database: Database) -> None:
    media = MediaStore(config.media)
    gateways = config.ways_to_pay(secret=config.secret)
    rulebook = Rulebook(database, config.fixed)
    hash_secrets = HashSecrets(database, config.ring)
    huey, enqueue = make_jobs(config, database, media, gateways, rulebook)
    app.extensions["xiaopu"] = House(
        config=config,
        database=database,
        media=media,
        visits=VisitCounter(database),
        hash_secrets=hash_secrets,
        sign_ins=SignInUses(database, secret=hash_secrets.current),
        wrong_tries=WrongTries(database),
        chainer=Chainer(database),
        gateways=gateways,
        enqueue=enqueue,
        rulebook=rulebook,
    )
    app.extensions["huey"] = huey


def _tell_templates(app: Flask) -> None:
    house: House = app.extensions["xiaopu"]

    @app.context_processor
    def facts() -> dict[str, object]:
        rules = house.rules_to_show
        return {
            "locale": locale.current(),
            "languages": LANGUAGES,
            "test_gateway": any(one.test for one in house.gateways.values()),
            "suffix": rules.name_suffix,
            "where": house.config.where,
            "rules": rules,
        }


def _cache_pages(app: Flask, config: Config) -> None:
    house: House = app.extensions["xiaopu"]

    # The house's counter of the moment: tests put their own there.
    keys = VisitorKeys(config.ring, house.hash_secrets.current)
    counting = Counting(
        lambda note: house.visits.take(note),
        keys,
        is_https=config.is_https,
        days=lambda: house.rulebook.last_known.rules.counting_days,
    )
    cache = PageCache(
        app.wsgi_app,
        seconds=config.page_cache_seconds,
        counting=counting,
        look=house.rulebook.look,
        leads=leads_to,
    )
    house.rulebook.when_moved = cache.forget
    app.extensions["page_cache"], app.extensions["counting"] = cache, counting
    hops = config.trusted_proxies
    outer = ProxyFix(cache, x_for=hops, x_proto=hops, x_host=hops) if hops else cache
    # Flask's own way to hang middleware on an app; mypy sees a method there.
    setattr(app, "wsgi_app", outer)  # noqa: B010
