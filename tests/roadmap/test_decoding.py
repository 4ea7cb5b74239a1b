import pytest

from models.roadmap.decoding import decode
from models.roadmap.refusals import UnknownEncoding

TEXT = "Дорожная карта\r\n№\tМероприятие\tСрок\n1\tСеминар для директоров школ\tмарт 2027\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_offices(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(range(128, 255)) * 4,
        "Prüfung der Maßnahmen für Schüler".encode("cp1252"),
        b"\xff\xfe\x00",
        b"\x00\x01\x02" * 50,
        "ббввггдд".encode("cp1251"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownEncoding):
        decode(data, "a.txt")
