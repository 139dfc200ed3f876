"""An article in another language than the reader's has its fact line under the title."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flows.desk.stand import FILE, make_settings, open_desk


def test_an_article_is_read_out_to_readers_of_the_other_language(tmp_path: Path) -> None:
    with open_desk(make_settings(tmp_path, FILE, count=4)) as (reader, _):
        articles = [json.loads(line) for line in reader.get("/articles.json?entity=ncg").text.splitlines()]
        id = next(article["id"] for article in articles if article["title"].startswith("NCG"))
        korean, english = (reader.get(f"/articles/{id}?ui={lang}").text for lang in ("ko", "en"))
    assert "기계가 알아본 것 (번역 아님): 언급: 핵협의그룹" in korean
    assert "번역 아님" not in english
