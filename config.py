"""The environment, read once into one frozen Config. Nothing else reads os.environ."""

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlparse

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.kernel.rules import Rules


class Misconfigured(SystemExit):
    """The environment cannot work; the message says which variable and why. Left alone, it ends the program with just
    that line."""

    def __init__(self, words: str) -> None:
        super().__init__(f"xiaopu: {words}")


def _parts(value: Any) -> Any:
    """A list as people write one in a variable: "cod,alipay"."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


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
    trusted_proxies: int = 0
    page_cache_seconds: float = 1.0
    lookup_limit: str = "60 per minute"
    sign_in_limit: str = "10 per minute"
    fetch_pictures: bool = True

    invitation_required: bool = True
    forbidden_in_names: Listed = ("旗舰", "专卖")
    name_suffix: str = "小铺"
    pick_limit: int = 1000
    link_days: int = 15
    unpaid_minutes: int = 30
    received_days: int = 10
    default_commission_bp: int = 1000
    fold_lines: int = Field(default=6, ge=1)
    fold_chars: int = Field(default=100, ge=10)

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
    def database(self) -> str:
        """Where the records are."""
        return self.database_url or f"sqlite:///{self.data.resolve()}/xiaopu.sqlite3"

    @property
    def media(self) -> str:
        """Where the files are."""
        return self.media_url or f"file://{self.data.resolve()}/media"

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
            default_commission_bp=self.default_commission_bp,
            fold_lines=self.fold_lines,
            fold_chars=self.fold_chars,
        )

    def check(self) -> None:
        """Refuses what would be unsafe to run. Raises Misconfigured."""
        unknown = set(self.gateways) - {"cod", "test"}
        if unknown or not self.gateways:
            raise Misconfigured(f"XIAOPU_GATEWAYS names no known gateway: {', '.join(sorted(unknown)) or '(empty)'}")
        if self.public_url and not urlparse(self.public_url).netloc:
            raise Misconfigured(f"XIAOPU_PUBLIC_URL is not an address: {self.public_url}")
        if self.env != "production":
            return
        if "test" in self.gateways:
            raise Misconfigured("XIAOPU_GATEWAYS includes the test gateway: in production name real ones, e.g. cod")
        if len(self.secret_key) < 32:
            raise Misconfigured("XIAOPU_SECRET_KEY is missing or shorter than 32 characters")
        if not self.is_https:
            raise Misconfigured("XIAOPU_PUBLIC_URL must be an https:// address in production")


def load() -> Config:
    """The environment's Config, checked. Raises Misconfigured."""
    try:
        config = Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"XIAOPU_{name.upper()}"
        raise Misconfigured(f"{variable}={first['input']!r} cannot be used: {first['msg']}") from None
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
