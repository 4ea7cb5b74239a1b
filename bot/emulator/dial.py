"""Winding: which moment a button of the clock bar means, and where to stop on the way there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.emulator.entities import Json


def meant(asked: Json, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment a request to wind the clock names.

    `{"step": seconds}`, `{"next": "day" | "monday", "hour": 9}` or `{"to": "2027-03-01T09:00"}` (local time when it has
    no zone).

    Raises:
        ValueError: nothing of the three, or unreadable.
    """
    step, upcoming, to = asked.get("step"), asked.get("next"), asked.get("to")
    if isinstance(step, int | float):
        return now + timedelta(seconds=step)
    if isinstance(to, str):
        moment = datetime.fromisoformat(to)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    if upcoming in ("day", "monday"):
        hour = asked.get("hour", 9)
        return _at(_next_day(now.astimezone(zone).date(), str(upcoming)), hour if isinstance(hour, int) else 9, zone)
    raise ValueError("step, next or to")


def _next_day(today: date, upcoming: str) -> date:
    ahead = 1 if upcoming == "day" else 7 - today.weekday()
    return today + timedelta(days=ahead)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


_MOST_STOPS = 2000
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def stops(now: datetime, moment: datetime, step: timedelta | None) -> Iterator[datetime]:
    """Every whole `step` of the clock between `now` and `moment`, and `moment` itself; nothing when it has passed.

    Longer journeys have longer steps, so that there are never more than two thousand.
    """
    if step and moment > now:
        step = max(step, (moment - now) / _MOST_STOPS)
        stop = now - (now - _BEGINNING) % step + step
        while stop < moment:
            yield stop
            stop += step
    if moment > now:
        yield moment
