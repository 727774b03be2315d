"""基准的测试用的小网站：几页手写的 HTML。"""

from pathlib import Path

FORMULA = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mi>z</mi>'
    '<annotation encoding="application/x-tex">z &lt; 1</annotation></semantics></math></span>'
    '<span class="katex-html">z</span></span>'
)
PAGE = """<!doctype html><meta charset="utf-8"><title>t</title>
<link rel="icon" href="data:,"><body>{body}</body>"""


def write(site: Path, name: str, body: str) -> None:
    path = site / name / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(body=body), "utf-8")
