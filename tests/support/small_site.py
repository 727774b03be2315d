"""渲染的测试用的小书与小文档树。"""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

import derive.site
from derive.kernel.book import Book
from derive.kernel.objects import Claim, Erratum, Relation
from derive.kernel.report import Report
from derive.registry import BOOK
from derive.site.build import Build
from derive.site.fences import custom_fences
from derive.site.math import MathExtension
from derive.site.sources import read_sources
from derive.theory.symbols import REALS, sigma, z

GOOD = Book(
    BOOK[id]
    for id in (
        "sigmoid",
        "sigmoid_prime",
        "sigmoid_growth",
        "sigmoid_complement",
        "impl_sigmoid",
        "forward_z1",
        "line_forward_z1",
        "erratum_sigmoid_prime_sign",
    )
)
WRONG = Book((*GOOD, Claim("wrong", "σ 是偶函数", sigma(-z), Relation.EQ, sigma(z), {z: REALS})))
"""混进一条错的断言。"""


def errata_of(book: Book) -> dict[str, Erratum]:
    """小书里的勘误。"""
    return {obj.id: obj for obj in book if isinstance(obj, Erratum)}


@dataclass
class Rendered:
    """一棵小文档树，和其中 a.md 渲染的结果。"""

    build: Build
    html: str
    toc: list[dict[str, str]]

    @property
    def problems(self) -> list[str]:
        return [str(problem) for problem in self.build.problems.found]


Render = Callable[..., Rendered]
"""render(正文, 页名=正文, …)"""


def render_page(root: Path, reports: Mapping[str, Report], pages: Mapping[str, str]) -> Rendered:
    """只用 Markdown 渲染 a.md。"""
    write_docs(root, {f"{name}.md": text for name, text in pages.items()})
    docs = root / "docs"
    sources = read_sources(docs)
    build = Build(WRONG, reports, sources, root, docs / "records", errata=errata_of(WRONG))
    build.start(sources.by_path["a.md"])
    md = Markdown(
        extensions=[
            "attr_list",
            "admonition",
            "meta",
            "tables",
            "toc",
            "pymdownx.highlight",
            "pymdownx.superfences",
            "pymdownx.tabbed",
            MathExtension(build),
        ],
        extension_configs={
            "pymdownx.superfences": {"custom_fences": custom_fences(build)},
            "pymdownx.tabbed": {"alternate_style": True},
        },
    )
    text = md.convert(pages["a"])
    return Rendered(build, text, md.toc_tokens)


def write_docs(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")


@dataclass
class Built:
    exit_code: int
    output: str
    site: Path


MkDocs = Callable[..., Built]
"""mkdocs({路径: 正文}, 书)"""

THEME = Path(derive.site.__file__).parent / "theme"
CONFIG = f"""\
site_name: 小书
site_url: !ENV [SITE_URL, ""]
edit_uri_template: !ENV [EDIT_URI, ""]
theme:
  name: material
  language: zh
  font: false
  custom_dir: {THEME.as_posix()}
  static_templates: [robots.txt, manifest.json]
  features: [content.action.edit]
plugins:
  - search
  - mkdocs-jupyter: {{include: [labs/*.py], cache: false}}
  - derive
exclude_docs: |
  labs/*.out/*.txt
  labs/*.out/*.md
  labs/report-template.md
markdown_extensions:
  - attr_list
  - admonition
  - tables
  - toc:
      slugify: !!python/object/apply:pymdownx.slugs.slugify {{kwds: {{case: lower}}}}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
validation: {{links: {{anchors: warn}}}}
"""
