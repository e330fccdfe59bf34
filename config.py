"""The environment, read once into one frozen Config. Nothing else reads os.environ."""

import logging
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple
from urllib.parse import urlparse

from argon2 import PasswordHasher
from dotenv import find_dotenv, load_dotenv
from pydantic import AfterValidator, Field, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.account import password
from models.gate import credit, identity
from models.gate.credit.gateway import CreditGateway
from models.gate.credit.service import CreditService
from models.gate.identity.gateway import IdentityGateway
from models.gate.identity.service import IdentityService
from models.kernel.errors import N_
from models.kernel.private import keep_private
from models.kernel.provider import Provider
from models.kernel.ring import Ring
from models.kernel.rules import Rules
from models.kernel.secret_file import SecretFile
from models.kernel.setting import Listed, Secret, Secrets, Setting, WebAddress, declared
from models.notify import TELLING, Notifier, sms
from models.notify.choosing import chosen_notifiers
from models.payment.gateways import Gateway, providers
from models.setting.values import Fixed

log = logging.getLogger(__name__)

PREFIX = "XIAOPU_"
MACHINE, LIMITS, PAYING = N_("程序和机器"), N_("限流"), N_("收款")
# Settings of earlier versions, by their variables, and what became of each: they are let pass with a notice.
DROPPED: Mapping[str, str] = {}
# Variables that begin like ours and are not the program's: of its tests and benchmarks.
OTHERS = (f"{PREFIX}TEST_", f"{PREFIX}BENCH_")


class Misconfigured(SystemExit):
    """The environment cannot work; the message says which variables and why, a line each. Left alone, it ends the
    program with just that."""

    def __init__(self, *words: str) -> None:
        super().__init__("xiaopu: " + "\n        ".join(words))


class Problem(NamedTuple):
    """A setting's field, and what is wrong with it; the words go on from its variable in a sentence."""

    name: str
    words: str


_ONE_RATE = r"\s*\d{1,9}\s*(?:/|per)\s*(?:\d{1,9}\s*)?(?:second|minute|hour|day|month|year)s?\s*"
_RATES = re.compile(f"{_ONE_RATE}(?:[,;|]{_ONE_RATE})*", re.IGNORECASE)


def _rate(text: str) -> str:
    """How often, as the limiter reads it: "60 per minute". Raises ValueError."""
    if not _RATES.fullmatch(text):
        raise ValueError('write it as "60 per minute"')
    return text


Rate = Annotated[str, AfterValidator(_rate)]

_MAILBOX = re.compile(r"(?:mailto:)?([^@\s:/?#]+@[^@\s:/?#]+\.[^@\s:/?#]+)", re.ASCII)
_PAGE = re.compile(r"https://[^\s/?#]+[^\s]*", re.ASCII)


def _contact(text: str) -> str:
    """Whom one tells of something: an address of mail or of a page, as a URI. Raises ValueError."""
    mailbox = _MAILBOX.fullmatch(text.strip())
    if mailbox:
        return f"mailto:{mailbox[1]}"
    if text.strip() and not _PAGE.fullmatch(text.strip()):
        raise ValueError("write an address of mail, or one that begins with https://")
    return text.strip()


def _mailbox(text: str) -> str:
    """An address of mail, or none. Raises ValueError."""
    found = _MAILBOX.fullmatch(text.strip())
    if text.strip() and not found:
        raise ValueError("write an address of mail")
    return found[1] if found else ""


Contact = Annotated[str, AfterValidator(_contact)]


_RULES = declared(Rules)


def _declared_elsewhere() -> type[BaseSettings]:
    """The settings of the gateways, of texts and of the rules, as fields of one class."""
    fields: dict[str, Any] = {f"notify_{name}": field for name, field in declared(sms.PROVIDER.settings).items()}
    others: tuple[Provider[Any], ...] = (identity.PROVIDER, credit.PROVIDER)
    for one in (*providers().values(), *others):
        fields |= {f"{one.name}_{name}": field for name, field in declared(one.settings).items()}
    return create_model("DeclaredElsewhere", __base__=BaseSettings, **fields | _RULES)


if TYPE_CHECKING:
    # Their fields are not asked for by name: rules by `rules`, a gateway's settings by `ways_to_pay`, texts by `sms`.
    _DeclaredElsewhere = BaseSettings
else:
    _DeclaredElsewhere = _declared_elsewhere()


class Config(_DeclaredElsewhere):
    """Every setting is `XIAOPU_` + its name in upper case. Those of the program itself are declared here, a gateway's
    in its folder, the rules' in models/kernel/rules/."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        enable_decoding=False,
        validate_by_name=True,
        validate_by_alias=True,
    )

    port: Annotated[int, Field(ge=0, le=65_535, validation_alias="PORT"), Setting(MACHINE, N_("网页进程的端口"))] = 8000
    bind: Annotated[str, Setting(MACHINE, N_("监听的地址；0.0.0.0 让同一网络里的手机也能打开"))] = "127.0.0.1"
    env: Annotated[
        Literal["development", "production", "test"],
        Setting(MACHINE, N_("`production` 不装演示数据，并拒绝不安全的设置")),
    ] = "development"
    data: Annotated[Path, Setting(MACHINE, N_("内置数据库、文件和密钥所在的文件夹"))] = Path("var")
    secret_key: Annotated[
        Secret,
        Setting(
            MACHINE,
            N_("最新的密钥：给 cookie 和通知签名，加密收款账号；`flask secret` 打印一把；生产环境至少 32 个字符"),
            unset=N_("在数据文件夹里生成一次"),
        ),
    ] = ""
    old_secret_keys: Annotated[
        Secrets,
        Setting(
            MACHINE,
            N_("换下来的密钥，新的在前，逗号隔开：只用来打开和验证以前的；`flask rotate-keys --check` 说哪把可以拿掉"),
        ),
    ] = ()
    public_url: Annotated[
        str,
        WebAddress(guarded=True, bare=True),
        Setting(
            MACHINE,
            N_("网络的地址，海报上就是它：没有路径；生产环境必须是 https"),
            unset=N_("`http://127.0.0.1:` 加端口"),
        ),
    ] = ""
    security_contact: Annotated[
        Contact,
        Setting(
            MACHINE,
            N_("发现安全问题告诉谁：邮箱或 https 网址，写在 `/.well-known/security.txt` 里"),
            unset=N_("没有这个文件"),
        ),
    ] = ""
    database_url: Annotated[
        Secret,
        Setting(MACHINE, N_("记录放在哪：`postgresql://用户:密码@主机/库名`"), unset=N_("数据文件夹里的 SQLite")),
    ] = ""
    redis_url: Annotated[Secret, Setting(MACHINE, N_("多机共用的限流和任务队列：`redis://主机:6379/0`"))] = ""
    media_url: Annotated[
        str,
        Setting(
            MACHINE, N_("文件放在哪：兼容 S3 的存储里的 `s3://桶/前缀`；桶要先建好"), unset=N_("数据文件夹里的目录")
        ),
    ] = ""
    trusted_proxies: Annotated[int, Field(ge=0, le=10), Setting(MACHINE, N_("前面有几层会写 X-Forwarded-… 的代理"))] = 0
    web_workers: Annotated[int, Field(ge=1, le=256), Setting(MACHINE, N_("gunicorn 的进程数"))] = 2
    web_threads: Annotated[int, Field(ge=1, le=1024), Setting(MACHINE, N_("gunicorn 每个进程的线程数"))] = 32
    metrics_token: Annotated[
        Secret,
        Setting(
            MACHINE,
            N_("别的机器看 `/metrics` 要带的 `Authorization: Bearer …`，至少 16 个字符"),
            unset=N_("只给本机看"),
        ),
    ] = ""
    page_cache_seconds: Annotated[
        float, Field(ge=0, le=3600), Setting(MACHINE, N_("买家页面缓存几秒；0 表示不缓存"))
    ] = 1.0
    fetch_pictures: Annotated[bool, Setting(MACHINE, N_("是否由后台去取货单里写的图片网址"))] = True
    lookup_limit: Annotated[Rate, Setting(LIMITS, N_("同一地址找店能落空多少次"))] = "60 per minute"
    sign_in_limit: Annotated[Rate, Setting(LIMITS, N_("同一地址能试多少次登录"))] = "10 per minute"
    message_limit: Annotated[Rate, Setting(LIMITS, N_("同一地址的买家能发多少条消息"))] = "20 per minute"
    order_limit: Annotated[Rate, Setting(LIMITS, N_("同一地址能下多少单；只防洪水，占货按手机号算"))] = "600 per hour"
    gateways: Annotated[
        Listed,
        Setting(PAYING, N_("付款方式，按显示的顺序；`test` 不动真钱，生产环境拒绝"), choices=tuple(providers())),
    ] = ("cod", "test")
    notify_webhook: Annotated[
        Secret,
        WebAddress(),
        Setting(
            TELLING,
            N_("有未读消息时收到 JSON，签名在 `X-Xiaopu-Signature`（`t=秒,v1=“秒.正文”的 HMAC-SHA256`）"),
        ),
    ] = ""
    notify_secret: Annotated[
        Secret, Setting(TELLING, N_("给网址和短信服务收到的内容签名"), unset=N_("同 `XIAOPU_SECRET_KEY`"))
    ] = ""
    trail_mail: Annotated[
        str,
        AfterValidator(_mailbox),
        Setting(
            TELLING,
            N_("每天夜里把记录的链头寄到这个邮箱，要有 `XIAOPU_SMTP_URL`；也总存成文件，发给 `XIAOPU_NOTIFY_WEBHOOK`"),
            unset=N_("不寄"),
        ),
    ] = ""
    smtp_url: Annotated[
        Secret,
        WebAddress(schemes=("smtp", "smtps")),
        Setting(
            TELLING,
            N_(
                "用邮件提醒掌柜和供货商：`smtp://用户:密码@主机:587?from=shop@example.org`，或 `smtps://`",
            ),
        ),
    ] = ""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            """Values go before the environment, also for what is declared elsewhere."""

    @property
    def where(self) -> str:
        """The network's own address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether cookies may insist on https."""
        return self.where.startswith("https://")

    @cached_property
    def ring(self) -> Ring:
        """SECRET_KEY and those before it, or what is kept in the data folder; there one is made once."""
        if not self.secret_key:
            return Ring(self.secret_file.secrets)
        return Ring.of(*dict.fromkeys((self.secret_key, *self.old_secret_keys)))

    @cached_property
    def secret_file(self) -> SecretFile:
        """Where the ring is kept if the environment names none."""
        return SecretFile(self.data / "secret-key")

    @property
    def secret(self) -> str:
        """The newest of the ring: for what lasts no longer than a message."""
        return self.ring.newest

    @property
    def hasher(self) -> PasswordHasher:
        """How passwords are hashed: cheaply in tests and nowhere else."""
        return password.TOKEN if self.env == "test" else password.FULL

    @property
    def database(self) -> str:
        """Where the records are."""
        return self.database_url or f"sqlite:///{self.data.resolve()}/xiaopu.sqlite3"

    @property
    def media(self) -> str:
        """Where the files are."""
        return self.media_url or f"file://{self.data.resolve()}/media"

    def ways_to_pay(self, *, secret: str) -> dict[str, Gateway]:
        """The gateways that are named, made, in their order. Nobody is asked for that."""
        return {name: providers()[name].make(self._told(name), secret) for name in self.gateways}

    @property
    def sms(self) -> str:
        """Where texts are sent through; empty where they are not."""
        return str(getattr(self, f"notify_{sms.PROVIDER.name}"))

    def ways_to_tell(self, *, secret: str) -> list[Notifier]:
        """The ways that are set, made. Nobody is asked for that."""
        signing = self.notify_secret or secret
        return chosen_notifiers(webhook=self.notify_webhook, sms=self.sms, secret=signing, smtp=self.smtp_url)

    def asked_for_identity(self, *, secret: str) -> IdentityGateway | None:
        """What names and numbers are compared by; none: somebody at the desk does."""
        url = str(getattr(self, "identity_service"))  # noqa: B009  It is declared in its folder.
        return identity.PROVIDER.make(IdentityService(url), self.notify_secret or secret) if url else None

    def asked_for_credit(self, *, secret: str) -> CreditGateway | None:
        """What scores are asked of; none: somebody at the desk reads them."""
        url = str(getattr(self, "credit_service"))  # noqa: B009  It is declared in its folder.
        return credit.PROVIDER.make(CreditService(url), self.notify_secret or secret) if url else None

    @property
    def rules(self) -> Rules:
        """What the environment says of the rules, over their defaults. What is in force is the rulebook's to say: it
        knows what was changed at the desk."""
        values = {name: getattr(self, name) for name in _RULES}
        return Rules(**values, own_host=urlparse(self.where).hostname or "")

    @property
    def fixed(self) -> Fixed:
        """The same with the names of those that the environment says: nobody changes these at the desk."""
        return Fixed(self.rules, frozenset(_RULES) & self.model_fields_set)

    def check(self) -> None:
        """Refuses what cannot work or would be unsafe to run, all of it at once. Raises Misconfigured."""
        _refuse(self.problems())

    def problems(self) -> list[Problem]:
        """What cannot work, or is unsafe in production."""
        found = [*self._addresses(), *self._stores(), *self._gateways()]
        if self.env == "production" and len(self.secret_key) < 32:
            found.append(Problem("secret_key", "is missing or shorter than 32 characters"))
        if self.old_secret_keys and not self.secret_key:
            found.append(Problem("old_secret_keys", "goes with XIAOPU_SECRET_KEY, which is missing"))
        if 0 < len(self.metrics_token) < 16:
            found.append(Problem("metrics_token", "is shorter than 16 characters"))
        return found

    def _told(self, gateway: str) -> Any:
        settings = providers()[gateway].settings
        return settings(**{name: getattr(self, f"{gateway}_{name}") for name in declared(settings)})

    def _gateways(self) -> Iterator[Problem]:
        known = [one for name, one in providers().items() if name in self.gateways]
        if unknown := sorted(set(self.gateways) - set(providers())):
            yield Problem("gateways", f"names no known gateway: {', '.join(unknown)}")
        elif not known:
            yield Problem("gateways", "names no gateway")
        elif self.env == "production" and any(one.test for one in known):
            yield Problem("gateways", "includes the test gateway: in production name real ones, e.g. cod")
        for one in known:
            for unfit in self._told(one.name).unfit():
                yield Problem(f"{one.name}_{unfit.setting}", unfit.words)

    def _stores(self) -> Iterator[Problem]:
        """Where records, jobs and files are: what nobody could open is said at once, and never with its password."""
        try:
            kind = make_url(self.database).get_backend_name()
        except ArgumentError:
            kind = ""
        if kind not in ("sqlite", "postgresql", "postgres"):
            yield Problem("database_url", "must be a postgresql:// address")
        for name, schemes in (("redis_url", ("redis", "rediss", "unix")), ("media_url", ("s3", "file"))):
            text = getattr(self, name)
            if text and urlparse(text).scheme not in schemes:
                yield Problem(name, f"must be an address of {' or '.join(f'{one}://' for one in schemes)}")

    def _addresses(self) -> Iterator[Problem]:
        for name, field in type(self).model_fields.items():
            kind = next((one for one in field.metadata if isinstance(one, WebAddress)), None)
            words = _amiss(getattr(self, name), kind, in_production=self.env == "production") if kind else ""
            if words:
                yield Problem(name, words)


def _amiss(text: str, kind: WebAddress, *, in_production: bool) -> str:
    """What is wrong with an address; empty where nothing is."""
    try:
        address = urlparse(text)
        fits = address.scheme in kind.schemes and bool(address.hostname)
    except ValueError:
        fits = False
    if text and not fits:
        return f"must be an address of {' or '.join(f'{one}://' for one in kind.schemes)}"
    if kind.bare and (address.path.strip("/") or address.query or address.fragment):
        return "must be an address without a path: pages ask for what they need at the root"
    if kind.guarded and in_production and address.scheme != "https":
        return "must be an https:// address in production"
    return ""


def variable(name: str) -> str:
    """The variable of a setting's field."""
    alias = Config.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{name.upper()}"


def load() -> Config:
    """The environment's Config, checked. A file `.env` in the folder counts as the environment, where that does not say
    otherwise. Raises Misconfigured."""
    _read_files()
    _tell_of_unknown(os.environ.keys())
    try:
        config, amiss = Config(), {}
    except ValidationError as error:
        amiss = _misread(error)
        # What else is wrong is told with it.
        config = Config(**{name: Config.model_fields[name].default for name in amiss})
    if config.env == "production" and not (config.sms or config.smtp_url):
        log.warning(
            "neither %s nor %s is set: who forgets a password needs an operator's link or `flask reset-password PHONE`",
            variable("notify_sms"),
            variable("smtp_url"),
        )
    _refuse([*(Problem(*one) for one in amiss.items()), *(one for one in config.problems() if one.name not in amiss)])
    _try_writing(config.data)
    if config.database_url.startswith("sqlite"):
        _try_writing(Path(make_url(config.database_url).database or "").parent, "XIAOPU_DATABASE_URL to a file in")
    return config


def _tell_of_unknown(names: Iterable[str]) -> None:
    """A setting that was dropped, or that nobody knows, stops nothing; but it is said that it does nothing either."""
    known = {variable(name) for name in Config.model_fields}
    ours = (name for name in names if name.startswith(PREFIX) and not name.startswith(OTHERS) and name not in known)
    for name in sorted(ours):
        if name in DROPPED:
            log.warning("%s is no longer a setting and does nothing: %s", name, DROPPED[name])
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.8)
        log.warning("%s is no setting and does nothing%s", name, f"; is {near[0]} meant?" if near else "")


def _read_files() -> None:
    """What the flask command reads before it asks us, in the same order, so that gunicorn goes by the same files."""
    for name in (".env", ".flaskenv"):
        if path := find_dotenv(name, usecwd=True):
            load_dotenv(path, encoding="utf-8")


def _refuse(problems: list[Problem]) -> None:
    """Raises Misconfigured where there are any; each setting is named once."""
    first = {one.name: one.words for one in reversed(problems)}
    if first:
        named = dict.fromkeys(one.name for one in problems)
        raise Misconfigured(*(f"{variable(name)} {first[name]}" for name in named))


def _misread(error: ValidationError) -> dict[str, str]:
    """The settings that cannot be read, and why; of what may be a secret nothing is repeated."""
    fields = {variable(name): name for name in Config.model_fields}
    found: dict[str, str] = {}
    for one in error.errors():
        name = fields.get(str(one["loc"][0]), str(one["loc"][0]))
        given = f" (it says {one['input']!r})" if Config.model_fields[name].repr else ""
        found.setdefault(name, f"cannot be used: {one['msg']}{given}")
    return found


def _try_writing(folder: Path, set_what: str = "XIAOPU_DATA to") -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            keep_private(folder)
    except OSError as error:
        words = f"cannot write to {folder} ({error.strerror}): set {set_what} a folder you own"
        raise Misconfigured(words) from None
