"""Misfortunes a test orders: the emulator answers with an error, late, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.emulator.calls import Call
from bot.emulator.errors import ApiError, bad_request, forbidden, migrated, too_many_requests


@dataclass(frozen=True, slots=True)
class Refuse:
    """The call is not carried out, the client gets this error."""

    error: ApiError


@dataclass(frozen=True, slots=True)
class CutBefore:
    """The connection breaks before the call is carried out."""


@dataclass(frozen=True, slots=True)
class CutAfter:
    """The call is carried out, its answer is lost."""


@dataclass(frozen=True, slots=True)
class Garble:
    """The call is not carried out; a proxy answers with a page of HTML and this status."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Delay:
    """The call is carried out after so many real seconds."""

    seconds: float


Fault = Refuse | CutBefore | CutAfter | Garble | Delay


def flood(retry_after: int) -> Refuse:
    """429."""
    return Refuse(too_many_requests(retry_after))


def server_error(code: int = 500) -> Refuse:
    """5xx with the words Telegram uses."""
    words = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    return Refuse(ApiError(code, words.get(code, "Internal Server Error")))


def unreachable(words: str = "bot was blocked by the user") -> Refuse:
    """403."""
    return Refuse(forbidden(words))


def moved(chat_id: int) -> Refuse:
    """400 with `migrate_to_chat_id`."""
    return Refuse(migrated(chat_id))


def refused(words: str) -> Refuse:
    """400 with these words."""
    return Refuse(bad_request(words))


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str | None
    chat_id: int | None
    when: Callable[[Call], bool] | None
    left: int | None

    def meets(self, call: Call) -> bool:
        named = self.method is None or self.method.lower() == call.method.lower()
        placed = self.chat_id is None or self.chat_id == call.chat_id
        return named and placed and (self.when is None or self.when(call))


@dataclass(slots=True)
class Faults:
    """The queue of misfortunes; the first that fits a call strikes."""

    orders: list[_Order] = field(default_factory=list)

    def put(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        when: Callable[[Call], bool] | None = None,
        times: int | None = 1,
    ) -> None:
        """Orders `fault` for the next `times` fitting calls, for all of them when `times` is None."""
        self.orders.append(_Order(fault, method, chat_id, when, times))

    def clear(self) -> None:
        """Good weather again."""
        self.orders.clear()

    def strike(self, call: Call) -> Fault | None:
        """The fault for this call, spent; None when all is well."""
        order = next((order for order in self.orders if order.meets(call)), None)
        if order is None:
            return None
        if order.left is not None:
            order.left -= 1
            self.orders = [one for one in self.orders if one.left != 0]
        return order.fault
