import pytest

from models.language.links import find_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://edu.example/о-проекте сайты школ", ("https://edu.example/",)),
        ("см. https://edu.example/a-b_c/?x=1, далее", ("https://edu.example/a-b_c/?x=1",)),
        ("http://a.example/https://b.example/", ("http://a.example/", "https://b.example/")),
        ("http://отдел-образования.рф/новости", ("http://отдел-образования.рф/новости",)),
        ("https://xn--d1acj3b.example/сайты", ("https://xn--d1acj3b.example/",)),
        ("https://a.example https://a.example", ("https://a.example",)),
        ("сайты школ, d1acj3b.example/", ()),
    ],
)
def test_addresses_as_printed(text: str, links: tuple[str, ...]) -> None:
    assert find_links(text) == links
