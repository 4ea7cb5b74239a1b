"""What the log holds, and what it never holds."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.config import Log
from bot.logs import set_up

SHORT = "42:TEST"
REAL = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


@pytest.fixture(autouse=True)
def loggers_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["lines", "json"])
def test_a_token_never_gets_into_the_log(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Log.model_validate({"form": form}), SecretStr(SHORT))
    log = structlog.get_logger("bot")
    log.warning("sent", url=f"https://api.telegram.org/bot{REAL}/getMe", own=SHORT)
    logging.getLogger("library").error("GET /bot77:OTHER/getMe")
    log.error("failed", at="10:15:30", exc_info=RuntimeError(REAL))
    told = capsys.readouterr().err
    assert told.count("<token>") >= 4
    for secret in (SHORT, REAL, "77:OTHER"):
        assert secret not in told
    assert "10:15:30" in told


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Log(form="json"))
    structlog.get_logger("bot").critical("тревога", incident="A1")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["incident"]) == ("тревога", "critical", "A1")


def test_the_level_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Log(level="error"))
    structlog.get_logger("bot").warning("quiet")
    logging.getLogger("aiogram.event").info("quieter")
    assert capsys.readouterr().err == ""
