"""Accounts in words: their state, when somebody came last, what the door has to tell, what happened to an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crf_app.base.words import Say
from crf_app.capture.facts import Fact
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.theme import Token
from crf_app.services.accounts import CLOSED, Account, Notice, accounts
from crf_app.services.desk import Desk
from crf_app.services.fact_words import FactWords


@dataclass(frozen=True)
class AccountLine:
    """One line of the list of people."""

    account: Account
    name: str
    username: str
    role: str
    state: str
    colour: Token
    last: str
    added: str

    @property
    def sentence(self) -> str:
        """The line as people hear it, and as the filter searches it."""
        return ", ".join(part for part in (self.name, self.username, self.role, self.state, self.last) if part)


def account_lines(desk: Desk, now: datetime, say: Say) -> tuple[AccountLine, ...]:
    """Return everybody, in the order in which they were added."""
    return tuple(_line(each, now, say) for each in accounts(desk.file, now))


def _line(account: Account, now: datetime, say: Say) -> AccountLine:
    person = account.person
    state, colour = state_words(account, now, say)
    last = say("never yet")
    if account.last_in is not None:
        last = _moment(account.last_in.at, account.last_in.offset, say)
    added = _moment(account.added.at, account.added.offset, say) if account.added is not None else ""
    return AccountLine(account, person.name, person.username, role_words(person.role, say), state, colour, last, added)


def state_words(account: Account, now: datetime, say: Say) -> tuple[str, Token]:
    """Return how an account stands, and the colour of the word."""
    if account.state == CLOSED:
        return say("closed", context="an account"), "text-2"
    if account.until is not None:
        time = phrases.clock_time(account.until.astimezone(now.tzinfo), say.language)
        return say("locked until {time}", time=time), "danger"
    if account.person.must_change:
        return say("must choose a password"), "query"
    return say("active", context="an account"), "ok"


def notice_words(notice: Notice, say: Say) -> tuple[str, str]:
    """Return who failed to sign in or to sign; and how often, whether it locked the account, and when last."""
    who = notice.person.name if notice.person is not None else say("A user name nobody has")
    how = [say.n("{n} failed attempt", "{n} failed attempts", notice.failed)]
    if notice.signing:
        how.append(say.n("{n} of them when signing", "{n} of them when signing", notice.signing))
    if notice.locked_out:
        how.append(say("the account was locked"))
    how.append(say("last {moment}", moment=_moment(notice.last.at, notice.last.offset, say)))
    return who, say.joined(how, " · ")


def history_words(fact: Fact, words: FactWords, say: Say) -> tuple[str, str, str]:
    """Return what happened to an account; who did it and when; and why."""
    old, new = fact.old or {}, fact.new or {}
    what = words.what(fact)
    if "role" in old:
        change = say("{old} → {new}", old=role_words(old["role"], say), new=role_words(new["role"], say))
        what = say.joined((what, change), ": ")
    elif "name" in old:
        what = say.joined((what, say("{old} → {new}", old=old["name"], new=new["name"])), ": ")
    elif new.get("role"):
        what = say.joined((what, role_words(new["role"], say)), ": ")
    who = say.joined((words.name(fact.person), _moment(fact.at, fact.offset, say)), " · ")
    return what, who, words.reason(fact)


def _moment(at: str, offset: int, say: Say) -> str:
    when = phrases.from_utc(at, offset)
    day = phrases.day_month_year(when.date(), say.language)
    return say("{day}, {time}", day=day, time=phrases.clock_time(when, say.language))
