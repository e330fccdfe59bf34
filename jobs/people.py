"""Jobs of who people are, of their papers and their sign-ins."""

from datetime import time

from jobs.work import JOBS, Work
from models.account.forgetting import forget_sign_ins
from models.account.second_factor.passkeys import forget_challenges
from models.account.wrong_try import forget_wrong_tries, note_wrong_hours
from models.gate.documents.forgetting import drop_loose_files, forget_documents, forget_identities
from models.gate.renewing import ask_again_in_time
from models.kernel.clock import now
from models.kernel.sealed_files import SealedFiles
from models.shop.evidence import forget_evidence, seal_older_evidence
from models.shop.violation import EVIDENCE_PURPOSE
from models.stories.gate.ask import ask_services
from models.stories.stop.time_up import let_back_in_time
from models.waiting.hands import lapse_hands


@JOBS.every("*")
def ask_services_for_applicants(work: Work) -> None:
    ask_services(work.database, work.services, work.config.ring, rules=work.rules, at=now())


@JOBS.daily(time(1, 30))
def ask_for_what_ran_out(work: Work) -> None:
    ask_again_in_time(work.database, rules=work.rules, at=now())


@JOBS.every("50")
def forget_due_documents(work: Work) -> None:
    forget_documents(work.database, work.media, at=now())
    seal_older_evidence(work.database, work.media, SealedFiles(work.media, work.config.ring, EVIDENCE_PURPOSE))
    forget_evidence(work.database, work.media, rules=work.rules, at=now())


@JOBS.daily(time(18, 45))
def forget_what_was_left_of_documents(work: Work) -> None:
    drop_loose_files(work.database, work.media, at=now())
    forget_identities(work.database, rules=work.rules, at=now())


@JOBS.every("*/5")
def let_back_who_was_stopped_for_a_time(work: Work) -> None:
    let_back_in_time(work.database, at=now())


@JOBS.every("*/5")
def let_lapsed_hands_go(work: Work) -> None:
    with work.database.transaction() as session:
        lapse_hands(session, at=now())


@JOBS.daily(time(18, 25))
def forget_old_sign_ins(work: Work) -> None:
    forget_sign_ins(work.database, rules=work.rules, at=now())
    with work.database.transaction() as session:
        forget_wrong_tries(session, at=now())


@JOBS.every("10")
def note_failed_sign_ins(work: Work) -> None:
    with work.database.transaction() as session:
        note_wrong_hours(session, at=now())
        forget_challenges(session, at=now())
