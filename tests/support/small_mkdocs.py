"""像 mkdocs 那样从命令行运行，只把整本书换成小书：`python -m small_mkdocs build …`。

要看退出码、信号、标准错误的测试用它：那些都要在单独的进程里看。
"""

from mkdocs.__main__ import cli
from small_site import GOOD, errata_of

from derive.site import build

build.load_book = lambda: GOOD
build.load_errata = lambda: tuple(errata_of(GOOD).values())
build.load_museum = lambda: ()

if __name__ == "__main__":
    cli(prog_name="mkdocs")
