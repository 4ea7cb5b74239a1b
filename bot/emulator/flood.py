"""How fast a bot sends: who went over a limit, and how long it has to wait."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.emulator.limits import Flood


@dataclass(slots=True)
class _Window:
    """At most `count` events in any `seconds`."""

    count: int
    seconds: float
    events: deque[float] = field(default_factory=deque)

    def wait(self, now: float, cost: int) -> float:
        """Seconds until `cost` more events fit."""
        while self.events and self.events[0] <= now - self.seconds:
            self.events.popleft()
        over = len(self.events) + cost - self.count
        if over <= 0 or not self.events:
            return 0.0
        return self.events[min(over, len(self.events)) - 1] + self.seconds - now

    def spend(self, now: float, cost: int) -> None:
        self.events.extend([now] * cost)


@dataclass(slots=True)
class _Bucket:
    """`rate` a second with bursts up to `size`."""

    rate: float
    size: int
    level: float
    at: float

    def wait(self, now: float, cost: int) -> float:
        """Seconds until `cost` more events fit."""
        self.level = min(float(self.size), self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(cost, self.size) - self.level) / self.rate)

    def spend(self, now: float, cost: int) -> None:
        self.level -= cost


@dataclass(slots=True)
class FloodMeter:
    """Measures one bot's sending by `seconds`, a clock that counts real seconds."""

    rules: Flood
    seconds: Callable[[], float]
    whole: _Window | None = None
    chats: dict[int, _Bucket] = field(default_factory=dict)
    groups: dict[int, _Window] = field(default_factory=dict)

    def retry_after(self, chat_id: int, *, cost: int = 1) -> int:
        """Counts `cost` messages to the chat and returns 0, or counts nothing and returns whole seconds to wait."""
        now = self.seconds()
        meters = [meter for meter in (self._whole(), self._group(chat_id), self._chat(chat_id, now)) if meter]
        longest = max((meter.wait(now, cost) for meter in meters), default=0.0)
        if longest > 0:
            return math.ceil(longest)
        for meter in meters:
            meter.spend(now, cost)
        return 0

    def _whole(self) -> _Window | None:
        if self.whole is None and self.rules.bot_per_second is not None:
            self.whole = _Window(self.rules.bot_per_second, 1.0)
        return self.whole

    def _group(self, chat_id: int) -> _Window | None:
        if chat_id > 0 or self.rules.group_per_minute is None:
            return None
        return self.groups.setdefault(chat_id, _Window(self.rules.group_per_minute, 60.0))

    def _chat(self, chat_id: int, now: float) -> _Bucket | None:
        if self.rules.chat_per_second is None:
            return None
        burst = self.rules.chat_burst
        return self.chats.setdefault(chat_id, _Bucket(self.rules.chat_per_second, burst, float(burst), now))
