"""Keys of addresses: what merges, what stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storage.address
from storage.address import address_key, same_site

SAME = [
    (
        "https://www.yna.co.kr/view/AKR20250106012345001?section=politics/all",
        "yna.co.kr/view/AKR20250106012345001",
    ),
    ("https://m.yna.co.kr/amp/view/AKR20250106012345001", "yna.co.kr/view/AKR20250106012345001"),
    ("https://m-en.yna.co.kr/view/AEN20250106001234315", "en.yna.co.kr/view/AEN20250106001234315"),
    ("http://www.hani.co.kr/arti///1052073.html", "hani.co.kr/arti/1052073.html"),
    ("http://www.hani.co.kr/arti/politics/assembly/1052073.html?_fr=mt1", "hani.co.kr/arti/1052073.html"),
    ("https://news.joins.com/article/24232833?cloc=rss-news-star", "joongang.co.kr/article/24232833"),
    ("https://www.joongang.co.kr/article/24232833", "joongang.co.kr/article/24232833"),
    (
        "https://www.pressian.com/pages/articles/2022072314&amp;ref=rss",
        "pressian.com/pages/articles/2022072314",
    ),
    (
        "http://www.sisain.co.kr/news/articleViewAmp.html?idxno=48012",
        "sisain.co.kr/news/articleView.html?idxno=48012",
    ),
    (
        "https://www.sisain.co.kr/news/articleView.html?sc_area=A&idxno=48012&replyAll=",
        "sisain.co.kr/news/articleView.html?idxno=48012",
    ),
    (
        "https://n.news.naver.com/mnews/article/001/0013000000?sid=100",
        "news.naver.com/article/001/0013000000",
    ),
    (
        "https://news.naver.com/main/read.naver?mode=LSD&oid=001&aid=0013000000",
        "news.naver.com/article/001/0013000000",
    ),
    (
        "HTTPS://Example.COM:443/a%7eb/%ea%b0%80/?b=2&a=1&utm_source=x#top",
        "example.com/a~b/%EA%B0%80?a=1&b=2",
    ),
    ("https://www.koreatimes.co.kr/amp/nation/2025/01/113_390000.html", "koreatimes.co.kr/www/390000"),
    ("https://www.koreatimes.co.kr/www/nation/2025/01/103_390000.html", "koreatimes.co.kr/www/390000"),
    ("http://m.koreaherald.com/amp/view.php?ud=20241112000123", "koreaherald.com/view.php?ud=20241112000123"),
    ("https://www.koreaherald.com/article/10012345?ref=newsletter", "koreaherald.com/article/10012345"),
    ("https://www.voakorea.com/a/ncg-talks/7861234.html", "voakorea.com/a/7861234.html"),
    ("https://www.voakorea.com/amp/7861234.html", "voakorea.com/a/7861234.html"),
    (
        "https://www.mofa.go.kr/www/brd/m_4080/view.do?page=2&seq=3750",
        "mofa.go.kr/www/brd/m_4080/view.do?seq=3750",
    ),
    ("https://news.v.daum.net/v/20241112000123456", "v.daum.net/v/20241112000123456"),
    (
        "https://koreajoongangdaily.joins.com/news/2025-01-06/x/A-t/2214567",
        "koreajoongangdaily.joins.com/2214567",
    ),
    ("//mobile.example.com/story/amp/", "example.com/story"),
    ("https://amp.example.com/story.amp.html", "example.com/story.html"),
    ("https://www.google.com/amp/s/www.example.com/story/amp", "example.com/story"),
    ("https://example-com.cdn.ampproject.org/c/s/example.com/story", "example.com/story"),
    ("https://user:secret@example.com/a;jsessionid=12F?x=a+b", "example.com/a?x=a%20b"),
    ("https://example.com/?ref=rss&fbclid=1", "example.com"),
    ("example.com/index.html", "example.com"),
    ("http://한국.kr/뉴스", "xn--3e0b707e.kr/%EB%89%B4%EC%8A%A4"),
]

APART = [
    ("https://a.co.kr/view.html?idxno=1", "https://a.co.kr/view.html?idxno=2"),
    ("https://a.co.kr/?no=1", "https://a.co.kr/?no=2"),
    ("https://a.co.kr/read?aid=1&oid=2", "https://a.co.kr/read?aid=2&oid=2"),
    ("https://a.co.kr/list?page=1", "https://a.co.kr/list?page=2"),
    ("https://a.co.kr/a?lang=ko", "https://a.co.kr/a?lang=en"),
    ("https://a.co.kr/#!/news/1", "https://a.co.kr/#!/news/2"),
    ("https://a.co.kr/A", "https://a.co.kr/a"),
    ("https://en.yna.co.kr/view/X", "https://www.yna.co.kr/view/X"),
    ("https://a.co.kr/x?ref=law-12", "https://a.co.kr/x?ref=law-13"),
    ("https://a.co.kr:8080/x", "https://a.co.kr/x"),
    (
        "https://www.newsis.com/view?id=NISX20220723_0001954123",
        "https://www.newsis.com/view?id=NISX20220723_0001954124",
    ),
    ("https://example.com/camp", "https://example.com/c"),
]


@pytest.mark.parametrize(("url", "key"), SAME)
def test_every_address_of_an_article_has_its_key(url: str, key: str) -> None:
    assert address_key(url) == key


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_articles_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.kr", "javascript:void(0)", "http://", "http://[", "ftp://a.kr/b", "한글 문장"]
)
def test_what_is_no_web_address_is_its_own_key(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)


PIECES = st.sampled_from(
    (
        *("www.", "m.", "amp.", "a.kr", "/amp", ".amp", ".html", "/index.html", "%2", "%41", "&amp;", "?"),
        *("#!/", "&", "utm_a=1", ":80", "/", "//", "idxno=1", "/articleView.html", "google.com/amp/s/"),
        *(";jsessionid=1", "가", "@", "\\", ":443", "%25", "+"),
    )
)


@given(
    st.one_of(
        st.text(),
        st.lists(PIECES, max_size=12).map(lambda p: "http://" + "".join(p)),
        st.lists(PIECES).map("".join),
    )
)
def test_a_key_is_its_own_key(url: str) -> None:
    key = address_key(url)
    assert address_key(key) == key


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://news.a.co.kr/x", "http://www.a.co.kr/y", True),
        ("https://a.co.kr/", "https://b.co.kr/", False),
        ("https://feeds.bbc.co.uk", "https://bbc.co.uk", True),
        ("https://one.tistory.com", "https://two.tistory.com", False),
        ("https://en.yna.co.kr/a", "yna.co.kr/b", True),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", True),
        ("http://127.0.0.1/a", "http://10.0.0.1/a", False),
        ("mailto:a@a.kr", "https://a.kr", False),
        ("https://a.or.kr", "https://a.or.kr.evil.com", False),
        ("https://one.github.io/a", "https://two.github.io/a", False),
        ("https://one.asso.fr", "https://two.asso.fr", False),
        ("https://one.web.id", "https://two.web.id", False),
        ("https://one.hatenablog.com", "https://two.hatenablog.com", False),
        ("https://m.sz.de", "https://www.sz.de", True),
        ("https://one.in.gov.example", "https://two.in.gov.example", True),
        ("https://www.army.mil", "https://api.army.mil", True),
        ("https://one.medium.com", "https://two.medium.com", False),
        ("https://one.co.kr.", "https://www.one.co.kr", True),
        ("https://[::1]/a", "https://[::1]:8/b", True),
        ("https://localhost/a", "https://localhost/b", True),
    ],
)
def test_one_registrable_domain_is_one_site(a: str, b: str, same: bool) -> None:
    assert same_site(a, b) is same


def test_the_list_of_suffixes_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = storage.address._bundled_list()
    monkeypatch.setattr(bundled, "local_path", "res/gone.txt")
    with pytest.raises(OSError, match=r"res/gone\.txt"):
        bundled.get_tld_names(fail_silently=True)
