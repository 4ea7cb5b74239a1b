"""What the model of the work may refuse. A refusal carries values, never sentences; the edge finds the words."""

from datetime import date, time


class Refusal(Exception):
    """The root of every named refusal. Nobody below the edge catches it."""


class OutOfReach(Refusal):
    """Not the actor's, or not there at all: the two must look the same."""


class NotYours(Refusal):
    """The actor sees it, but another role answers for it."""


class WrongState(Refusal):
    """The thing has moved on: what was asked does not fit where it stands now."""


class DocumentNeeded(Refusal):
    """The row is executed by sending its document, not by a bare mark."""

    def __init__(self, assignment_id: int) -> None:
        super().__init__(assignment_id)
        self.assignment_id = assignment_id


class DayAhead(Refusal):
    """A mark may not be dated in the future."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class UndoTooLate(Refusal):
    """The quarter of an hour is over."""


class ActedOnSince(Refusal):
    """Another person has acted on it since."""


class OwnDocument(Refusal):
    """Nobody judges a document they sent."""


class FileNotTaken(Refusal):
    """A document of a kind that is not taken: the end of its name, empty where there is none."""

    def __init__(self, suffix: str) -> None:
        super().__init__(suffix)
        self.suffix = suffix


class FileTooLarge(Refusal):
    """A document of more bytes than a bot can fetch."""


class WordsNeeded(Refusal):
    """What changes another's word is not done without saying why."""


class LinkUnknown(Refusal):
    """No such invitation."""


class LinkExpired(Refusal):
    """The invitation's days are over."""


class LinkUsed(Refusal):
    """The invitation has been opened before."""


class NothingToPublish(Refusal):
    """A draft without rows that concern anybody."""


class NoParticipants(Refusal):
    """Rows of scope school with no school to concern: their numbers."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


class AlreadyPublished(Refusal):
    """This very file is a published road map."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class NotYourLevel(Refusal):
    """A regional map from a municipal coordinator, or the other way round."""


class YearOver(Refusal):
    """Every term of the map is past: it may be kept as an archive."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class MomentNotUnderstood(Refusal):
    """Words that should have been a day and an hour."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class MomentPast(Refusal):
    """A webinar can't be announced for what is over."""


class WebinarBegun(Refusal):
    """Whether one comes is asked before it begins."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class WebinarCancelled(Refusal):
    """It will not take place: nobody need say whether they come."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class LinkNotUnderstood(Refusal):
    """Words that should have held a web address."""


class PlaceUnknown(Refusal):
    """No territory or school of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class DayNotUnderstood(Refusal):
    """Words that should have been a day."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class DaysNotUnderstood(Refusal):
    """Words that should have been a first and a last day."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class AbsencePast(Refusal):
    """Nobody is away on days that are over: the last of them."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class AbsenceBeginsLater(Refusal):
    """The last day can't stand before the first one, which is this."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class AbsencesOverlap(Refusal):
    """The person is away on some of the days already: from this day to that."""

    def __init__(self, since: date, until: date) -> None:
        super().__init__(since, until)
        self.since = since
        self.until = until


class SubstituteNotFree(Refusal):
    """They are away themselves on some of the days, or have no role by which they could act."""


class HourOutsideDay(Refusal):
    """The person is not written to at that hour, only from one to the other."""

    def __init__(self, begins: time, ends: time) -> None:
        super().__init__(begins, ends)
        self.begins = begins
        self.ends = ends


class DraftClosed(Refusal):
    """A table of a draft came back when the draft was no longer open: published, or put away."""

    def __init__(self, title: str, *, published: bool) -> None:
        super().__init__(title)
        self.title = title
        self.published = published


class EditionWaits(Refusal):
    """The draft is an edition of a published map: it is accepted, never published beside it."""


class PairsUnsettled(Refusal):
    """So many pairs of rows of both editions may be one row or two, and the coordinator has not said."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class EditionOutrun(Refusal):
    """Another edition was accepted since the changes were shown: its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotEvidence(Refusal):
    """Such a file is neither a photo nor a reference about a visit."""


class LinkWanted(Refusal):
    """Words without a link came where a file or a link is awaited."""


class StepInThePast(Refusal):
    """A step can't be agreed for a day that is over."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day
