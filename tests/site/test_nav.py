"""每一页的目录：我们的模板短，写出的与 Material 的一样。"""

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from derive.site.plugin import THEME

PAGES = ("index.md", "引言.md", "basics/a&b.md", "basics/loss.md", "more/deep/deeper/page.md")


def contents(*titles: str) -> TableOfContents:
    """一章的目录：总标题下有 titles 几节。"""
    top = AnchorLink("总标题", "top", 1)
    top.children = [AnchorLink(title, title, 2) for title in titles]
    return TableOfContents([top])


def nav_html(
    config: MkDocsConfig, nav: Navigation, files: Files, page: Page | None, *theme: str
) -> str:
    """theme 里的模板排出的目录，不算空白。"""
    config.theme.dirs = list(theme)
    templates = config.theme.get_env()
    context = get_context(nav, files, config, page)
    module = templates.get_template("partials/language.html").make_module(dict(context))
    written = templates.get_template("partials/nav.html").render(
        **context, features=config.theme["features"], lang=module
    )
    return re.sub(r"\s", "", written)


@pytest.mark.parametrize("features", [["navigation.sections"], []])
@pytest.mark.parametrize("titles", [(), ("第一节", "第二节")])
@pytest.mark.parametrize("shown", [*PAGES, None])
def test_same_as_material(
    tmp_path: Path, features: list[str], titles: tuple[str, ...], shown: str | None
) -> None:
    for path in PAGES:
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text(f"# {path}\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 书\n", "utf-8")
    config = load_config(
        str(tmp_path / "mkdocs.yml"),
        theme={"name": "material", "language": "zh", "features": features},
    )
    files = get_files(config)
    nav = get_navigation(files, config)
    for file in files.documentation_pages():
        assert file.page
        file.page.read_source(config)
        file.page.render(config, files)
    page = next((page for page in nav.pages if page.file.src_uri == shown), None)
    if page:
        page.active, page.toc = True, contents(*titles)
    material = tuple(config.theme.dirs)
    ours = nav_html(config, nav, files, page, str(THEME), *material)
    assert ours == nav_html(config, nav, files, page, *material)
    assert ours.count("md-nav__item--active") == (len(shown.split("/")) if shown else 0)
