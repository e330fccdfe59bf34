"""Jobs that tell people something."""

from datetime import time

from jobs.work import JOBS, Work
from models.account.one_time_code import forget_codes
from models.account.signing_up.confirming import forget_sign_ups
from models.feed.timed import put_out_in_time
from models.kernel.clock import now
from models.notify.noting import forget_news
from models.stories.account.send_code import opened_code, send_one_time_code
from models.stories.account.tell_sign_up import tell_sign_ups
from models.stories.news.tell import look_for_news, tell_news
from models.stories.talk.nudge import send_nudges


@JOBS.every("*")
def tell_of_messages(work: Work) -> None:
    send_nudges(work.database, work.ways, where=work.config.where, rules=work.rules, at=now())


@JOBS.every("*")
def tell_of_news(work: Work) -> None:
    rules = work.rules
    look_for_news(work.database, rules=rules, at=now())
    tell_news(work.database, work.ways, where=work.config.where, rules=rules, at=now())


@JOBS.every("*")
def tell_of_sign_ups(work: Work) -> None:
    tell_sign_ups(work.database, work.ways, where=work.config.where, rules=work.rules, at=now())


@JOBS.every("*")
def put_out_timed_posts(work: Work) -> None:
    put_out_in_time(work.database, rules=work.rules, at=now())


@JOBS.asked(retries=4, pause=20)
def send_code(work: Work, sealed: str) -> None:
    send_one_time_code(work.database, work.ways, opened_code(sealed, work.config.ring), rules=work.rules)


@JOBS.daily(time(20, 20))
def forget_old_codes_and_news(work: Work) -> None:
    with work.database.transaction() as session:
        forget_codes(session, at=now())
        forget_sign_ups(session, at=now())
        forget_news(session, at=now())
