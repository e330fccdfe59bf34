"""E-mail through an SMTP server: smtp://user:password@host:587?from=shop@example.org (STARTTLS where it is offered),
smtps:// for TLS from the start."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlparse

from models.notify import Notice, Undelivered

_PATIENCE = 20.0


class Email:
    """One connection a notice: they are few, and servers close idle ones."""

    name = "email"

    def __init__(self, url: str) -> None:
        parsed = urlparse(url)
        self._is_tls = parsed.scheme == "smtps"
        self._host = parsed.hostname or "localhost"
        self._port = parsed.port or (465 if self._is_tls else 587)
        self._user = unquote(parsed.username or "")
        self._password = unquote(parsed.password or "")
        self._from = parse_qs(parsed.query).get("from", [self._user or f"xiaopu@{self._host}"])[0]

    def send(self, notice: Notice) -> None:
        """Sends a letter; sends nothing where the person gave no address."""
        if not notice.mail:
            return
        letter = self._letter(notice)
        try:
            with self._connection() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"email: {error}") from error

    def _connection(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self._is_tls:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=_PATIENCE, context=safe)
        server = smtplib.SMTP(self._host, self._port, timeout=_PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=safe)
        return server

    def _letter(self, notice: Notice) -> EmailMessage:
        """Raises Undelivered where the address is none, or is read as another one."""
        letter = EmailMessage()
        # The library reads encoded words in what it is given: one in a title could hold line breaks, and write heads or
        # a text of its own into our letter.
        letter["From"], letter["Subject"] = self._from, notice.subject.replace("=?", "=？")
        try:
            letter["To"] = notice.mail
            read = [address.addr_spec for address in letter["To"].addresses]
        except Exception as error:
            # The library reads addresses by taking them apart, and fails in many ways where one is none.
            raise Undelivered("email: the address is none") from error
        if read != [notice.mail]:
            raise Undelivered("email: the address is none")
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = make_msgid(idstring=notice.key, domain=self._from.rpartition("@")[2] or "xiaopu")
        letter.set_content(f"{notice.text}\n\n{notice.url}".strip() + "\n")
        return letter
