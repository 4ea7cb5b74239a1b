import pytest

from models.language.hyphens import whole_lines


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("меро-\nприятие", "мероприятие"),
        ("орга- \n низация", "организация"),
        ("семинара-\nпрактикума", "семинара-практикума"),
        ("школ-\nучастниц", "школ-участниц"),
        ("учебно-\nметодический", "учебно-методический"),
        ("сентябрь-\nноябрь", "сентябрь-ноябрь"),
        ("области-\nКузбасса", "области-Кузбасса"),
        ("школы-\n500+", "школы-500+"),
        ("10 -\n15 марта", "10 -\n15 марта"),
        ("план\nработы", "план\nработы"),
        (
            "https://a.example/o-\nproekte/st\nart\nhttps://b.example",
            "https://a.example/o-proekte/start\nhttps://b.example",
        ),
        ("http://\nwww.a.example/\nhttps://b.example", "http://www.a.example/\nhttps://b.example"),
        ("http://отдел-\nобразования.example", "http://отдел-образования.example"),
        ("www.a.example\nСсылка", "www.a.example\nСсылка"),
    ],
)
def test_words_cut_by_a_line_s_end(cut: str, whole: str) -> None:
    assert whole_lines(cut) == whole
