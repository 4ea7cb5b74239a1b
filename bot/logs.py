"""Logs: one line an event, to the standard error stream. A token never gets into them. `critical` is an alarm."""

import logging
import re
import sys
from collections.abc import Callable

import structlog
from pydantic import SecretStr
from structlog.types import EventDict, WrappedLogger

from bot.config import Log

# Telegram's tokens, wherever they stand, and the part of an address that holds one, however short.
TOKEN = re.compile(r"(?<=/bot)\d+:[\w-]+|\b\d{6,}:[\w-]{30,}", re.ASCII)
HIDDEN = "<token>"

# Libraries whose every step is news to nobody.
QUIET = ("aiogram", "aiosqlite", "apscheduler", "sqlalchemy", "asyncio")

Render = Callable[[WrappedLogger, str, EventDict], str | bytes]


def redacted(render: Render, secret: str | None = None) -> Render:
    """The renderer with tokens, and the secret itself, taken out of what it gives, traces and all."""

    def render_redacted(logger: WrappedLogger, name: str, event: EventDict) -> str:
        line = render(logger, name, event)
        line = TOKEN.sub(HIDDEN, line if isinstance(line, str) else line.decode())
        return line.replace(secret, HIDDEN) if secret else line

    return render_redacted


def set_up(settings: Log, secret: SecretStr | None = None) -> None:
    """Send our own logs and those of the libraries through one pipe."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    render = redacted(_renderer(settings.form), secret.get_secret_value() if secret else None)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _renderer(form: str) -> Render:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
