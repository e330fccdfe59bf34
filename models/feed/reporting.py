"""Readers report a post; an operator hides it by a rule, or keeps it. One question a post, however many ask it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.feed.nearby.newest import renew_newest
from models.feed.post import Post
from models.feed.report import POST_RULES, REPORT_LIMIT, PostReader, PostReport
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line

_DECIDED = N_("刚刚已经决定了")


def report_post(session: Session, post: Post, visitor: str, *, rule: str, words: str, at: datetime) -> None:
    """A reader says which rule the post breaks. One reader counts once a post; a post that waits at the desk is asked
    about once. Raises Refused without a rule, or with too many words."""
    said = one_line(words)
    if rule not in POST_RULES:
        raise Refused("rule", N_("选一条"))
    if len(said) > REPORT_LIMIT:
        raise Refused("words", N_("最多 %(limit)s 个字"), limit=REPORT_LIMIT)
    first = insert_ignoring(session, PostReader).values(visitor=visitor, post_id=post.id, at=at)
    if session.exec(first).rowcount != 1 or not post.is_public:
        return
    more = update(PostReport).where(col(PostReport.post_id) == post.id, col(PostReport.state) == "waiting")
    if session.exec(more.values(readers=col(PostReport.readers) + 1)).rowcount:
        return
    code = fresh_code(session, PostReport.code, 8)
    facts = {"post_id": post.id, "rule": rule, "words": said, "reported_at": at}
    row = insert_ignoring(session, PostReport).values(code=code, state="waiting", readers=1, why="", **facts)
    session.exec(row)


def hide_reported(session: Session, report: PostReport, act: Act) -> None:
    """Nobody sees the post any more; its keeper reads by which rule, and the operator's word. Raises Refused to the
    keeper of the post, without a word, and where it is decided."""
    if not act.why.strip():
        raise Refused("why", N_("写一句为什么，掌柜会看到"))
    _decide(session, report, "hidden", act)
    public = update(Post).where(col(Post.id) == report.post_id, col(Post.hidden_at).is_(None))
    session.exec(public.values(hidden_at=act.at, hidden_rule=report.rule, pinned_at=None))
    session.refresh(report.post)
    renew_newest(session, report.post.shop_id)
    note_audit(session, "post.hide", f"{report.post.shop.number} {report.post.code}", act)


def keep_reported(session: Session, report: PostReport, act: Act) -> None:
    """The post breaks no rule, and stays."""
    _decide(session, report, "kept", act)
    note_audit(session, "post.keep", f"{report.post.shop.number} {report.post.code}", act)


def undecide_report(session: Session, report: PostReport, act: Act) -> None:
    """Takes back the own decision: it waits again, and what it hid is seen again. Raises Refused where it has changed,
    or where another question of the same post waits by now."""
    was = report.decided_at
    waits = select(PostReport.id).where(PostReport.post_id == report.post_id, PostReport.state == "waiting")
    if session.exec(waits).first() is not None:
        raise Refused("", N_("这条动态又有人举报了，在那一条里决定"))
    own = (
        col(PostReport.id) == report.id,
        col(PostReport.state) != "waiting",
        col(PostReport.decided_by) == act.member.id,
    )
    facts = {"state": "waiting", "decided_by": None, "decided_at": None, "why": ""}
    if not session.exec(update(PostReport).where(*own).values(**facts)).rowcount:
        raise Refused("", N_("这一条刚刚有了变化，刷新看看"))
    hidden = update(Post).where(col(Post.id) == report.post_id, col(Post.hidden_at) == was)
    session.exec(hidden.values(hidden_at=None, hidden_rule=""))
    session.refresh(report)
    session.refresh(report.post)
    renew_newest(session, report.post.shop_id)
    note_audit(session, "post.undecide", f"{report.post.shop.number} {report.post.code}", act)


def report_coded(session: Session, code: str) -> PostReport | None:
    """One at the desk."""
    return session.exec(select(PostReport).where(PostReport.code == code)).first()


def words_of_hiding(session: Session, posts: Collection[Post]) -> dict[int, str]:
    """What the operator said who hid these, by the post's id; nothing of one that is not hidden."""
    hidden = {post.id: post.hidden_at for post in posts if post.hidden_at is not None}
    if not hidden:
        return {}
    said = select(PostReport).where(col(PostReport.post_id).in_(hidden), PostReport.state == "hidden")
    return {one.post_id: one.why for one in session.exec(said) if one.decided_at == hidden[one.post_id]}


def _decide(session: Session, report: PostReport, outcome: str, act: Act) -> None:
    if report.post.shop.keeper_id == act.by_id:
        raise Refused("", N_("这是你自己的小铺，要由另一位平台人员来办"))
    waits = (col(PostReport.id) == report.id, col(PostReport.state) == "waiting")
    facts = {"state": outcome, "decided_by": act.member.id, "decided_at": act.at, "why": act.why[:200]}
    if not session.exec(update(PostReport).where(*waits).values(**facts)).rowcount:
        raise Refused("", _DECIDED)
    session.refresh(report)
