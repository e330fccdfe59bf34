"""The environment, read once into one frozen Config. Nothing else reads os.environ."""

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlparse

from argon2 import PasswordHasher
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.account import password
from models.kernel.rules import Rules
from models.payment.gateways import Gateway, choosing
from models.payment.gateways.alipay import account as alipay
from models.payment.gateways.keys import Unfit
from models.payment.gateways.wechat import account as wechat

HTTP = ("http", "https")


class Misconfigured(SystemExit):
    """The environment cannot work; the message says which variable and why. Left alone, it ends the program with just
    that line."""

    def __init__(self, words: str) -> None:
        super().__init__(f"xiaopu: {words}")


def _parts(value: Any) -> Any:
    """A list as people write one in a variable: "cod,alipay"."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


# The shortest RSA public key takes more characters than any sensible path.
LONGEST_PATH = 250


def _kept_in_file(value: Any) -> Any:
    """A key as people give one: itself, or the path of the file that holds it."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or "-----BEGIN" in text or len(text) > LONGEST_PATH:
        return text
    try:
        return Path(text).read_text()
    except (OSError, UnicodeDecodeError):
        raise ValueError("neither a key nor a file that can be read") from None


Key = Annotated[str, BeforeValidator(_kept_in_file)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts)]


class Config(BaseSettings):
    """Every setting is `XIAOPU_` + its name in upper case. README.md has the table."""

    model_config = SettingsConfigDict(env_prefix="XIAOPU_", frozen=True, extra="ignore")

    env: Literal["development", "production", "test"] = "development"
    data: Path = Path("var")
    port: int = Field(default=8000, validation_alias="PORT")
    bind: str = "127.0.0.1"
    web_workers: int = 2
    web_threads: int = 32
    secret_key: str = ""
    public_url: str = ""
    database_url: str = ""
    redis_url: str = ""
    media_url: str = ""
    gateways: Listed = ("cod", "test")
    alipay_app_id: str = ""
    alipay_seller_id: str = ""
    alipay_private_key: Key = Field(default="", repr=False)
    alipay_public_key: Key = ""
    alipay_url: str = alipay.ALIPAY_URL
    wechat_mch_id: str = ""
    wechat_app_id: str = ""
    wechat_api_v3_key: str = Field(default="", repr=False)
    wechat_private_key: Key = Field(default="", repr=False)
    wechat_serial_no: str = ""
    wechat_public_key: Key = ""
    wechat_public_key_id: str = ""
    wechat_secret: str = Field(default="", repr=False)
    wechat_url: str = wechat.WECHAT_URL
    wechat_open_url: str = wechat.OPEN_URL
    wechat_authorize_url: str = wechat.AUTHORIZE_URL
    trusted_proxies: int = 0
    page_cache_seconds: float = 1.0
    lookup_limit: str = "60 per minute"
    sign_in_limit: str = "10 per minute"
    message_limit: str = "20 per minute"
    order_limit: str = "60 per hour"
    fetch_pictures: bool = True
    notify_webhook: str = ""
    notify_sms: str = ""
    notify_secret: str = Field(default="", repr=False)
    smtp_url: str = Field(default="", repr=False)

    invitation_required: bool = True
    forbidden_in_names: Listed = ("旗舰", "专卖")
    name_suffix: str = "小铺"
    pick_limit: int = 1000
    link_days: int = 15
    unpaid_minutes: int = 30
    received_days: int = 10
    shipping_rows: int = Field(default=2_000, ge=1)
    refund_tries: int = Field(default=8, ge=1)
    after_sale_days: int = Field(default=7, ge=1)
    answer_hours: int = Field(default=48, ge=1)
    default_commission_bp: int = 1000
    platform_fee_bp: int = Field(default=100, ge=0, le=1000)
    withdrawal_min: int = Field(default=1_000, ge=1)
    supplier_deposit: int = Field(default=1_000_000, ge=0)
    fold_lines: int = Field(default=6, ge=1)
    fold_chars: int = Field(default=100, ge=10)
    keeper_answer_hours: int = Field(default=24, ge=1)
    supplier_answer_hours: int = Field(default=48, ge=1)
    contact_rule: Literal["mask", "warn", "allow"] = "mask"

    @property
    def where(self) -> str:
        """The network's own address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether cookies may insist on https."""
        return self.where.startswith("https://")

    @cached_property
    def secret(self) -> str:
        """SECRET_KEY, or one made once in the data folder."""
        if self.secret_key:
            return self.secret_key
        return _kept_secret(self.data / "secret-key")

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
        """The gateways that are named, made. Raises Misconfigured."""
        try:
            return choosing.chosen_gateways(self.gateways, secret=secret, alipay=self._alipay, wechat=self._wechat)
        except Unfit as unfit:
            raise Misconfigured(f"XIAOPU_{unfit.setting} {unfit.words}") from None

    @property
    def _alipay(self) -> alipay.AlipayAccount:
        return alipay.AlipayAccount(
            app_id=self.alipay_app_id,
            seller_id=self.alipay_seller_id,
            private_key=self.alipay_private_key,
            public_key=self.alipay_public_key,
            url=self.alipay_url,
        )

    @property
    def _wechat(self) -> wechat.WechatAccount:
        return wechat.WechatAccount(
            mch_id=self.wechat_mch_id,
            app_id=self.wechat_app_id,
            api_v3_key=self.wechat_api_v3_key,
            private_key=self.wechat_private_key,
            serial_no=self.wechat_serial_no,
            public_key=self.wechat_public_key,
            public_key_id=self.wechat_public_key_id,
            secret=self.wechat_secret,
            url=self.wechat_url.rstrip("/"),
            open_url=self.wechat_open_url.rstrip("/"),
            authorize_url=self.wechat_authorize_url,
        )

    @property
    def rules(self) -> Rules:
        """The settings the domain's rules depend on."""
        return Rules(
            invitation_required=self.invitation_required,
            forbidden_in_names=self.forbidden_in_names,
            name_suffix=self.name_suffix,
            pick_limit=self.pick_limit,
            link_days=self.link_days,
            unpaid_minutes=self.unpaid_minutes,
            received_days=self.received_days,
            shipping_rows=self.shipping_rows,
            refund_tries=self.refund_tries,
            after_sale_days=self.after_sale_days,
            answer_hours=self.answer_hours,
            default_commission_bp=self.default_commission_bp,
            platform_fee_bp=self.platform_fee_bp,
            withdrawal_min=self.withdrawal_min,
            supplier_deposit=self.supplier_deposit,
            fold_lines=self.fold_lines,
            fold_chars=self.fold_chars,
            keeper_answer_hours=self.keeper_answer_hours,
            supplier_answer_hours=self.supplier_answer_hours,
            contact_rule=self.contact_rule,
            own_host=urlparse(self.where).hostname or "",
        )

    def check(self) -> None:
        """Refuses what would be unsafe to run. Raises Misconfigured."""
        unknown = set(self.gateways) - set(choosing.NAMES)
        if unknown or not self.gateways:
            raise Misconfigured(f"XIAOPU_GATEWAYS names no known gateway: {', '.join(sorted(unknown)) or '(empty)'}")
        if self.public_url and not urlparse(self.public_url).netloc:
            raise Misconfigured(f"XIAOPU_PUBLIC_URL is not an address: {self.public_url}")
        for name, schemes in (("notify_webhook", HTTP), ("notify_sms", HTTP), ("smtp_url", ("smtp", "smtps"))):
            address = urlparse(getattr(self, name))
            if getattr(self, name) and not (address.scheme in schemes and address.hostname):
                raise Misconfigured(f"XIAOPU_{name.upper()} must be an address of {' or '.join(schemes)}://")
        # Made once here to see that they can be; the secret is not needed for that.
        self.ways_to_pay(secret="")
        if self.env != "production":
            return
        if "test" in self.gateways:
            raise Misconfigured("XIAOPU_GATEWAYS includes the test gateway: in production name real ones, e.g. cod")
        if len(self.secret_key) < 32:
            raise Misconfigured("XIAOPU_SECRET_KEY is missing or shorter than 32 characters")
        if not self.is_https:
            raise Misconfigured("XIAOPU_PUBLIC_URL must be an https:// address in production")
        for name in ("alipay_url", "wechat_url", "wechat_open_url", "wechat_authorize_url"):
            if not getattr(self, name).startswith("https://"):
                raise Misconfigured(f"XIAOPU_{name.upper()} must be an https:// address in production")


def load() -> Config:
    """The environment's Config, checked. Raises Misconfigured."""
    try:
        config = Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"XIAOPU_{name.upper()}"
        # What may be a secret is not repeated.
        given = "" if "key" in name else f"={first['input']!r}"
        raise Misconfigured(f"{variable}{given} cannot be used: {first['msg']}") from None
    config.check()
    _try_writing(config.data)
    return config


def _try_writing(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        words = f"cannot write to {folder} ({error.strerror}): set XIAOPU_DATA to a folder you own"
        raise Misconfigured(words) from None


def _kept_secret(path: Path) -> str:
    """Reads the key, or makes it; of two processes that make it at once, one wins and both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # A file of one's own, readable by nobody else from its first byte on; two containers may share a process id.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text().strip()
