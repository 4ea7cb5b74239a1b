"""Between moments and days: a day is what the calendar on the wall of that territory shows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(moment: datetime, zone: str) -> date:
    """The day it is in `zone` at that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_moment(day: date, hour: time, zone: str) -> datetime:
    """The moment, in UTC, when the clock of `zone` shows that hour of that day."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def monday_of(day: date) -> date:
    """The first day of the week that `day` belongs to."""
    return day - timedelta(days=day.weekday())
