import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from aiohttp import ClientSession, FormData

from bot.emulator.files import image_size
from bot.emulator.limits import Limits
from bot.emulator.world import World
from tests.emulator.conftest import ANNA, PETER, TOKEN, Answer, Api


def png(width: int = 2, height: int = 2) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def send(api: Api, method: str, fields: dict[str, str], **files: tuple[str, bytes]) -> Answer:
    form = FormData({"chat_id": str(ANNA), **fields}, quote_fields=False)
    for field, (name, content) in files.items():
        form.add_field(field, BytesIO(content), filename=name)
    async with api.session.post(f"{api.base_url}/bot{api.token}/{method}", data=form) as response:
        return Answer(response.status, await response.json())


async def test_a_document_travels_both_ways(world: World, api: Api) -> None:
    sent = await send(api, "sendDocument", {"caption": "вот"}, document=("отчёт.xlsx", b"table"))
    seen = world.chat(ANNA).last
    assert (seen.file_name, seen.text) == ("отчёт.xlsx", "вот")
    assert seen.file is not None
    assert seen.file.content == b"table"
    assert isinstance(sent.result, dict)
    document = sent.result["document"]
    assert document["mime_type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    again = await api("sendDocument", chat_id=PETER, document=document["file_id"])
    assert again.status == 200
    assert world.chat(PETER).last.file == seen.file


async def test_a_file_may_be_attached_by_name(world: World, api: Api) -> None:
    await send(api, "sendDocument", {"document": "attach://here"}, here=("а.txt", b"x"))
    assert world.chat(ANNA).last.file_name == "а.txt"


async def test_a_photo_has_its_size(world: World, api: Api) -> None:
    sent = await send(api, "sendPhoto", {}, photo=("карта.png", png(30, 20)))
    assert world.chat(ANNA).last.is_photo
    assert world.chat(ANNA).last.file_name is None
    assert isinstance(sent.result, dict)
    (size,) = sent.result["photo"]
    assert (size["width"], size["height"]) == (30, 20)


@pytest.mark.parametrize(
    ("method", "content", "code", "words"),
    [
        ("sendDocument", b"", 400, "Bad Request: file must be non-empty"),
        ("sendPhoto", b"no picture", 400, "Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", png(9000, 1001), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", png(210, 10), 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_files_telegram_does_not_take(api: Api, method: str, content: bytes, code: int, words: str) -> None:
    field = "photo" if method == "sendPhoto" else "document"
    assert (await send(api, method, {}, **{field: ("f", content)})).refusal == (code, words)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", "there is no document in the request"),
        ("https://example.org/x.pdf", "failed to get HTTP URL content"),
        ("BQAC", "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol"),
        ("attach://nowhere", "file must be uploaded in the request"),
    ],
)
async def test_documents_that_are_not_there(api: Api, document: str, words: str) -> None:
    refused = await api("sendDocument", chat_id=ANNA, document=document)
    assert refused.refusal == (400, f"Bad Request: {words[0].lower()}{words[1:]}")


async def test_a_photo_is_no_document(world: World, api: Api) -> None:
    world.send_photo(ANNA, png())
    photo = world.chat(ANNA).last.file
    assert photo is not None
    refused = await api("sendDocument", chat_id=ANNA, document=photo.id)
    assert refused.refusal == (400, "Bad Request: can't use file of type Photo as Document")


async def test_a_caption_has_1024_characters(api: Api) -> None:
    file = ("f", b"x")
    assert (await send(api, "sendDocument", {"caption": "я" * 1024}, document=file)).status == 200
    refused = await send(api, "sendDocument", {"caption": "я" * 1025}, document=file)
    assert refused.refusal == (400, "Bad Request: message caption is too long")


class TestSizes:
    @pytest.fixture
    def limits(self) -> Limits:
        return replace(Limits().without_flood(), document_bytes=2000, photo_bytes=60, download_bytes=100)

    async def test_a_document_that_is_too_big(self, api: Api) -> None:
        assert (await send(api, "sendDocument", {}, document=("f", b"x" * 2000))).status == 200
        refused = await send(api, "sendDocument", {}, document=("f", b"x" * 2001))
        assert refused.refusal == (413, "Request Entity Too Large")

    async def test_a_request_that_is_too_big(self, api: Api) -> None:
        refused = await send(api, "sendDocument", {}, document=("f", b"x" * (2 << 20)))
        assert refused.refusal == (413, "Request Entity Too Large")

    async def test_a_photo_that_is_too_big(self, api: Api) -> None:
        refused = await send(api, "sendPhoto", {}, photo=("f", png(60, 60)))
        assert refused.refusal == (400, "Bad Request: file is too big")

    async def test_a_download_that_is_too_big(self, world: World, api: Api) -> None:
        world.send_file(ANNA, "f", b"x" * 101)
        file = world.chat(ANNA).last.file
        assert file is not None
        assert (await api("getFile", file_id=file.id)).refusal == (400, "Bad Request: file is too big")


def test_limits_are_telegrams() -> None:
    limits = Limits()
    assert (limits.document_bytes, limits.photo_bytes, limits.download_bytes) == (50 << 20, 10 << 20, 20 << 20)


async def link(world: World, api: Api, content: bytes = b"plan") -> str:
    world.send_file(ANNA, "план.docx", content)
    file = world.chat(ANNA).last.file
    assert file is not None
    told = (await api("getFile", file_id=file.id)).result
    assert isinstance(told, dict)
    assert told["file_size"] == len(content)
    return f"{api.base_url}/file/bot{TOKEN}/{told['file_path']}"


async def download(session: ClientSession, address: str) -> tuple[int, bytes]:
    async with session.get(address) as response:
        return response.status, await response.read()


async def test_a_file_is_downloaded(world: World, api: Api) -> None:
    address = await link(world, api)
    assert address.endswith("documents/file_1.docx")
    assert await download(api.session, address) == (200, b"plan")


async def test_a_link_lives_an_hour(world: World, api: Api, pass_time: Callable[..., None]) -> None:
    address = await link(world, api)
    pass_time(hours=1, seconds=1)
    assert (await download(api.session, address))[0] == 404


async def test_a_download_wants_the_token_and_a_link(world: World, api: Api) -> None:
    address = await link(world, api)
    assert (await download(api.session, address.replace(TOKEN, "42:OTHER")))[0] == 401
    assert (await download(api.session, address.replace("file_1", "file_2")))[0] == 404


@pytest.mark.parametrize(("given", "words"), [({}, "file_id not specified"), ({"file_id": "x"}, "invalid file_id")])
async def test_no_such_file(api: Api, given: dict[str, object], words: str) -> None:
    assert (await api("getFile", **given)).refusal == (400, f"Bad Request: {words}")


def media(*kinds: str, caption: str = "") -> list[dict[str, str]]:
    return [{"type": kind, "media": f"attach://f{number}", "caption": caption} for number, kind in enumerate(kinds)]


async def test_an_album_is_several_messages_with_one_mark(world: World, api: Api) -> None:
    items = str(media("document", "document", caption="акт")).replace("'", '"')
    sent = await send(api, "sendMediaGroup", {"media": items}, f0=("1.txt", b"1"), f1=("2.txt", b"2"))
    assert isinstance(sent.result, list)
    assert len(sent.result) == 2
    first, second = world.chat(ANNA).messages[-2:]
    assert (first.file_name, second.file_name, first.text) == ("1.txt", "2.txt", "акт")
    assert first.album == second.album == sent.result[0]["media_group_id"]


async def test_an_album_of_one_is_none(world: World, api: Api) -> None:
    items = str(media("photo")).replace("'", '"')
    await send(api, "sendMediaGroup", {"media": items}, f0=("1.png", png()))
    assert world.chat(ANNA).last.album is None


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ("x", "can't parse media JSON object"),
        ({}, "can't parse media JSON object"),
        ([], "there are no messages to send"),
        (media(*["document"] * 11), "too many messages to send as an album"),
        (media("document", "photo"), "document can't be mixed with other media types"),
        (media("video"), "can't parse InputMedia: type must be one of document, photo"),
        ([5], "can't parse InputMedia: type must be one of document, photo"),
    ],
)
async def test_wrong_albums(api: Api, items: object, words: str) -> None:
    assert (await api("sendMediaGroup", chat_id=ANNA, media=items)).refusal == (400, f"Bad Request: {words}")


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\x00\x04hi"
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(30, 20), (30, 20)),
        (jpeg(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 5, 4), (5, 4)),
        (b"\xff\xd8\xff\xd9", None),
        (b"PK", None),
    ],
)
def test_sizes_of_pictures(content: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(content) == size
