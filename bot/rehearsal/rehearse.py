"""What is played out, and what is told of it: the plan as it runs, or a draft as if it were published now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.play import Hand, Play
from handlers.texts import Texts
from handlers.views.rehearsal import nameless
from models.cards.rehearsal import Diary, Part, PersonLoad, Rehearsal, RehearsedMessage, RoleLoad
from models.domain.access import Role
from models.domain.fatigue import load_of
from models.domain.moments import local_moment
from models.usecases import asking, publication, rehearsal
from models.work import Sessions, Work

AFTERWARDS = timedelta(days=14)
"""How long after the last due day it is played on: of what is late the bot still speaks."""
A_DAY = timedelta(days=1)
LONGEST = timedelta(days=400)
"""A year and a little: more days would only cost time."""
SAMPLE = 25
"""People of a role whose messages are worded: those of all would take minutes and tell the same."""

ROLES = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR, Role.COORDINATOR)
"""In the order they are told of."""

Groups = Mapping[Role, Sequence[Part]]


class NothingRuns(Exception):
    """No road map runs whose days could be played, and none were named."""


class DaysWrong(Exception):
    """The last day lies before the first, or too far after it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose messages are wanted, a person's or a role's, and when; days left out are those of the running maps."""

    person: str | None = None
    role: Role | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a time that was played out; the messages by the person's number."""

    first: date
    last: date
    messages: Mapping[int, Sequence[RehearsedMessage]]

    def of(self, part: Part) -> Sequence[RehearsedMessage]:
        return self.messages.get(part.person.person_id, ())

    def diary(self, part: Part) -> Diary:
        return Diary(part, self.load(part).load, tuple(self.of(part)))

    def load(self, *parts: Part) -> PersonLoad:
        days = [[message.at.date() for message in self.of(part)] for part in parts]
        return PersonLoad(parts[0], load_of(days, self.first, self.last))

    def busiest(self, parts: Sequence[Part]) -> Part:
        """Who has the largest week, and of those alike who has the most messages."""
        return max(parts, key=lambda part: (self.load(part).load.most, len(self.of(part))))

    def role(self, role: Role, parts: Sequence[Part], among: int) -> RoleLoad:
        return RoleLoad(role, among, len(parts), self.load(*parts).load, self.busiest(parts).person.name)


async def rehearse_plan(sessions: Sessions, now: datetime, texts: Texts, asked: Asked) -> Rehearsal:
    """The plan as it runs. `sessions` lead to a copy. Days that are past are played as if they were ahead.

    Raises:
        AskerUnclear: nobody is called so, or several are.
        NothingRuns: no days were named, and no map gives them.
        DaysWrong: they are no time that could be played.
    """
    first, last = await _days(Work(sessions, lambda: now), asked)
    clock = Hand(now if first >= now.date() else datetime.combine(first - A_DAY, time(), UTC))
    await rehearsal.gather(Work(sessions, clock), nameless=nameless(texts))
    present = Work(sessions, lambda: now)
    parts = await rehearsal.cast(present)
    named = await _named(present, parts, asked.person) if asked.person else []
    groups = _groups(parts, whole=asked.role)
    played = await _play(Play(sessions, clock, texts, _watching([*_all(groups), *named]), first, last))
    each = groups.get(asked.role, ()) if asked.role else ()
    shown = named or ([played.busiest(each)] if each else [])
    return _told(played, parts, groups, each, shown)


async def rehearse_draft(sessions: Sessions, now: datetime, texts: Texts, person_id: int, draft_id: int) -> Rehearsal:
    """The coordinator's territories as if the draft were published now; word for word one of each role.

    Raises:
        Refusal: the draft can't be published, or is out of the person's reach.
        NothingRuns: nothing of it has a day.
    """
    clock = Hand(now)
    await rehearsal.gather(Work(sessions, clock), nameless=nameless(texts))
    actor = await rehearsal.actor_numbered(Work(sessions, clock), person_id)
    await publication.publish_roadmap(Work(sessions, clock), actor, draft_id)
    parts = await rehearsal.cast(Work(sessions, clock), actor)
    span = await rehearsal.plan_span(Work(sessions, clock), actor)
    if span is None:
        raise NothingRuns
    groups = _groups(parts)
    first, last = now.date(), min(span.last_due_on + AFTERWARDS, now.date() + LONGEST)
    played = await _play(Play(sessions, clock, texts, _watching(_all(groups)), first, last))
    readable = {role: [part for part in some if part.open] for role, some in groups.items()}
    shown = [played.busiest(some) for some in readable.values() if some]
    return _told(played, parts, groups, (), shown)


async def _days(work: Work, asked: Asked) -> tuple[date, date]:
    today = work.now().date()
    span = await rehearsal.plan_span(work)
    if span is None and (asked.first is None or asked.last is None):
        raise NothingRuns
    last = asked.last or (span.last_due_on + AFTERWARDS if span else today)
    first = asked.first or (span.published_on if span and last < today else today)
    if not first <= last <= first + LONGEST:
        raise DaysWrong
    return first, last


async def _named(work: Work, parts: Sequence[Part], words: str) -> list[Part]:
    actor = await asking.asker(work, words)
    return [part for part in parts if part.person.person_id == actor.person_id]


def _groups(parts: Sequence[Part], *, whole: Role | None = None) -> Groups:
    """People of each role: a sample of them, or all of the role that was named."""
    groups = {role: [part for part in parts if role in part.roles] for role in ROLES}
    return {role: some if role is whole else _sample(some) for role, some in groups.items() if some}


def _sample(parts: Sequence[Part]) -> Sequence[Part]:
    """So many at even distances."""
    if len(parts) <= SAMPLE:
        return parts
    return [parts[number * len(parts) // SAMPLE] for number in range(SAMPLE)]


def _all(groups: Groups) -> list[Part]:
    return [part for some in groups.values() for part in some]


def _watching(parts: Iterable[Part]) -> dict[int, ZoneInfo]:
    return {part.person.person_id: ZoneInfo(part.zone) for part in parts}


async def _play(play: Play) -> Played:
    zones = {str(zone) for zone in play.watched.values()} or {"UTC"}
    await play.until(max(local_moment(play.last + A_DAY, time(), zone) for zone in zones))
    return Played(play.first, play.last, play.kept)


def _told(
    played: Played, parts: Sequence[Part], groups: Groups, each: Sequence[Part], shown: Sequence[Part]
) -> Rehearsal:
    counts = {role: sum(role in part.roles for part in parts) for role in groups}
    return Rehearsal(
        played.first,
        played.last,
        loads=tuple(played.role(role, some, counts[role]) for role, some in groups.items()),
        each=tuple(played.load(part) for part in each),
        diaries=tuple(played.diary(part) for part in shown),
    )
