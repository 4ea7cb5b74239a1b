"""What the Bot API answers when it refuses, word for word as the real server says it."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal: the HTTP status, the description, and the `parameters` object (empty when there is none)."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, object]:
        """The JSON object the client gets."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


class NotPossibleError(Exception):
    """A person tried what Telegram's own apps would not let them do, such as pressing a button that is not there."""


def bad_request(words: str) -> ApiError:
    """400; the server begins its sentences with a small letter and leaves codes (`BUTTON_DATA_INVALID`) as they are."""
    is_code = words[1:2] == "_" or words[1:2].isupper()
    return ApiError(400, f"Bad Request: {words if is_code else words[:1].lower() + words[1:]}")


def forbidden(words: str) -> ApiError:
    """403: the address cannot be reached."""
    return ApiError(403, f"Forbidden: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the number of seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(chat_id: int) -> ApiError:
    """400 for a group that became the supergroup `chat_id`."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, words, {"migrate_to_chat_id": chat_id})


def unauthorized() -> ApiError:
    """401 for a token of the right shape that no bot has."""
    return ApiError(401, "Unauthorized")


def bad_token() -> ApiError:
    """401 for what is no token at all."""
    return ApiError(401, "Unauthorized: invalid token specified")


def method_not_found() -> ApiError:
    """404 for a method the Bot API, or the emulator, does not have."""
    return ApiError(404, "Not Found: method not found")


def not_found() -> ApiError:
    """404 for an address that leads nowhere."""
    return ApiError(404, "Not Found")


def too_large() -> ApiError:
    """413 for an upload above the limit."""
    return ApiError(413, "Request Entity Too Large")


def other_poller() -> ApiError:
    """409 for the waiting getUpdates when another one comes."""
    words = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return ApiError(409, f"Conflict: {words}")


def webhook_set() -> ApiError:
    """409 for the waiting getUpdates when a webhook is set."""
    return ApiError(409, "Conflict: terminated by setWebhook request")


def webhook_active() -> ApiError:
    """409 for getUpdates while a webhook is set."""
    words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    return ApiError(409, f"Conflict: {words}")


def chat_not_found() -> ApiError:
    """400 for a chat nobody knows."""
    return bad_request("chat not found")


def blocked() -> ApiError:
    """403: the person blocked the bot."""
    return forbidden("bot was blocked by the user")


def deactivated() -> ApiError:
    """403: the person deleted their account."""
    return forbidden("user is deactivated")


def never_wrote() -> ApiError:
    """403: the person has not written to the bot yet."""
    return forbidden("bot can't initiate conversation with a user")


def not_modified() -> ApiError:
    """400 for an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )


def query_too_old() -> ApiError:
    """400 for a press answered too late, twice, or never made."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
