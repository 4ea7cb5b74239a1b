"""Methods that bring things to the bot: updates, files, answers to presses."""

import asyncio
from datetime import timedelta

from bot.emulator import errors
from bot.emulator.account import Account, Webhook
from bot.emulator.calls import Parameters
from bot.emulator.entities import utf16
from bot.emulator.messages import Toast
from bot.emulator.telegram import Telegram

_LONGEST_POLL = 50


async def get_updates(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Waits for updates up to `timeout` real seconds; the newest request is the one that gets the updates.

    Raises:
        ApiError: 409 while a webhook is set, and for a waiting request when another one comes.
    """
    if account.webhook.url:
        raise errors.webhook_active()
    account.polls += 1
    own, queue = account.polls, account.updates
    queue.allow(allowed_updates(given))
    queue.arrived.set()  # wakes the request that waits, so that it gives way
    queue.confirm(given.number("offset"))
    limit = min(max(given.number("limit", 100), 1), 100)
    loop = asyncio.get_running_loop()
    until = loop.time() + min(max(given.number("timeout"), 0), _LONGEST_POLL)
    while not (batch := queue.take(limit)) and loop.time() < until:
        await _arrival(account, until - loop.time())
        await _give_way(telegram, account, own)
    return batch


async def _arrival(account: Account, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await account.updates.arrived.wait()
    except TimeoutError:
        return


async def _give_way(telegram: Telegram, account: Account, own: int) -> None:
    """Ends a request that is no longer the newest; answers of 409 keep their distance."""
    if account.webhook.url:
        raise errors.webhook_set()
    if account.polls == own:
        return
    now = telegram.seconds()
    wait = max(0.0, account.conflict_at - now)
    account.conflict_at = max(now, account.conflict_at) + telegram.limits.conflict_pause
    await asyncio.sleep(wait)
    raise errors.other_poller()


def allowed_updates(given: Parameters) -> list[str] | None:
    """The parameter, None when it is absent."""
    asked = given.decoded("allowed_updates", "allowed updates")
    return [str(kind) for kind in asked] if isinstance(asked, list) else None


def set_webhook(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Sets where updates are posted; an address on this machine may do without HTTPS."""
    url, secret = given.text("url"), given.text("secret_token")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise errors.bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise errors.bad_request("secret token is too long")
    if not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret):
        raise errors.bad_request("secret token contains unallowed characters")
    _drop(account, given)
    account.updates.allow(allowed_updates(given))
    connections = min(max(given.number("max_connections", 40), 1), 100)
    account.webhook = Webhook(url=url, secret=secret, max_connections=connections)
    account.updates.arrived.set()
    return True


def delete_webhook(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Goes back to long polling."""
    _drop(account, given)
    account.webhook = Webhook()
    account.updates.arrived.set()
    return True


def _drop(account: Account, given: Parameters) -> None:
    if given.flag("drop_pending_updates"):
        account.updates.pending.clear()
        account.updates.again.clear()


def get_webhook_info(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Where updates go, and how many wait."""
    told: dict[str, object] = {
        "url": account.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates.live()),
    }
    if account.webhook.url:
        told["max_connections"] = account.webhook.max_connections
    if account.updates.allowed is not None:
        told["allowed_updates"] = sorted(account.updates.allowed)
    return told


def answer_callback_query(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Answers a press: once, and in time."""
    press = account.presses.get(given.text("callback_query_id"))
    text, url = given.text("text"), given.text("url")
    if utf16(text) > telegram.limits.toast:
        raise errors.bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"https://t.me/{account.bot.username}?", f"t.me/{account.bot.username}?")):
        raise errors.bad_request("URL_INVALID")
    longest = timedelta(seconds=telegram.limits.callback_answer_seconds)
    if press is None or press.answered or telegram.clock() - press.at > longest:
        raise errors.query_too_old()
    alert = given.flag("show_alert")
    toast = Toast(
        query_id=press.id, user_id=press.user_id, text=text, alert=alert, url=url or None, at=telegram.clock()
    )
    telegram.toast(account, press, toast)
    return True


def get_file(telegram: Telegram, account: Account, given: Parameters) -> object:
    """Opens a link to a file for an hour."""
    asked = given.text("file_id")
    if not asked:
        raise errors.bad_request("file_id not specified")
    file = telegram.files.get(asked)
    if file is None:
        raise errors.bad_request("invalid file_id")
    if len(file.content) > telegram.limits.download_bytes:
        raise errors.bad_request("file is too big")
    return {**file.to_json(), "file_path": telegram.files.open_link(file, telegram.limits.download_link_seconds)}
