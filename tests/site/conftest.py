"""渲染的测试共用的夹具。"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli
from small_site import (
    CONFIG,
    GOOD,
    WRONG,
    Built,
    MkDocs,
    Render,
    Rendered,
    errata_of,
    render_page,
    write_docs,
)

from derive.check import check
from derive.kernel.book import Book
from derive.kernel.report import Report


@pytest.fixture(scope="session")
def reports() -> Mapping[str, Report]:
    return check(WRONG)


@pytest.fixture
def render(tmp_path: Path, reports: Mapping[str, Report]) -> Render:
    def render(text: str, **others: str) -> Rendered:
        return render_page(tmp_path, reports, {"a": text, **others})

    return render


@pytest.fixture
def mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MkDocs:
    """在本进程里运行 mkdocs build --strict，书换成给出的小书。"""

    def mkdocs(files: Mapping[str, str], book: Book = GOOD) -> Built:
        monkeypatch.setattr("derive.site.build.load_book", lambda: book)
        errata = tuple(errata_of(book).values())
        monkeypatch.setattr("derive.site.build.load_errata", lambda: errata)
        monkeypatch.setattr("derive.site.build.load_museum", lambda: ())
        write_docs(tmp_path, {"index.md": "# 首页\n", **files})
        config, site = tmp_path / "mkdocs.yml", tmp_path / "site"
        config.write_text(CONFIG, "utf-8")
        arguments = ["build", "--strict", "--config-file", str(config), "--site-dir", str(site)]
        result = CliRunner().invoke(cli, arguments)
        return Built(result.exit_code, result.output, site)

    return mkdocs
