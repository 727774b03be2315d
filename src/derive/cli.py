"""命令行 `derive`：查看、核对、统计。

退出码：0 一切都好，1 有不对的地方，2 用法不对。`--json` 时标准输出只有一个 JSON 数组，
其余的话都写到标准错误。每条命令用到什么才导入什么，帮助和用法错误因此立刻就有。
"""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from derive import chinese_click
from derive.garbage import collect_rarely
from derive.homework import commands as homework_commands
from derive.system_error import reason

if TYPE_CHECKING:
    from sympy import Set

    from derive.kernel.book import Book
    from derive.kernel.objects import BookObject, Domain
    from derive.kernel.report import Report
    from derive.site.sources import Sources

chinese_click.install()

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False)

KINDS = {
    "definition": "定义",
    "derivation": "推导",
    "law": "定律",
    "implementation": "实现",
    "claim": "断言",
    "erratum": "勘误",
}


class Program(click.Group):
    """输出一律是 UTF-8：JSON 要求如此，别的编码也写不出这些符号。"""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # 磁盘满了、没有权限……；断了的管道 click 自己会安静地结束
            where = f" {error.filename} " if error.filename else ""
            print(f"错误：读写文件{where}失败（{reason(error)}）。", file=sys.stderr)
            sys.exit(1)


@click.group(
    cls=Program, options_metavar="[选项]", subcommand_metavar="命令 …", no_args_is_help=False
)
@click.version_option(package_name="derive")
def main() -> None:
    """核对《可执行的深度学习基础》：每个公式由 SymPy 证明，每段 NumPy 代码都与公式比过。"""
    collect_rarely()


as_json = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 数组。")


def command(name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    return main.command(name, options_metavar="[选项]")


# ---- 命令 ---------------------------------------------------------------------


@command("list")
@as_json
def list_objects(as_json: bool) -> None:
    """列出全部对象：判定、适用范围、id、标题、所在的页。"""
    book = load_book()
    reports = checked(book)
    sources = read_pages()
    entries = [_entry(obj, reports[obj.id], book, sources) for obj in book]
    if as_json:
        return print_json(entries)
    width = max(len(entry["id"]) for entry in entries)
    for obj, entry in zip(book, entries, strict=True):
        pages = "，".join(_page_name(page) for page in entry["pages"])
        click.echo(f"{_seal(reports[obj.id])}  {obj.id:{width}}  {obj.title}  {pages}".rstrip())
    return None


@command()
@click.argument("id", metavar="ID")
def show(id: str) -> None:
    """逐步写出一个对象：每个等号凭哪条规则，结论是什么，用到了什么。"""
    from derive.kernel.book import free_variables
    from derive.kernel.notation import plain, plain_statement
    from derive.kernel.objects import (
        Correction,
        Definition,
        Derivation,
        Erratum,
        Implementation,
        Reported,
        kind_of,
    )
    from derive.site.errata import pages_showing

    book = load_book()
    report = checked(book, [id])[id]
    obj = book[id]
    click.echo(f"{obj.id}  {obj.title}")
    click.echo(" · ".join(dict.fromkeys((KINDS[kind_of(obj)], _seal(report)))))
    if isinstance(obj, Definition):
        click.echo(f"\n  {plain(obj.lhs)} := {plain(obj.body)}\n")
    elif isinstance(obj, Derivation):
        click.echo(f"\n  {plain_statement(obj.statement)}\n\n  {plain(obj.start)}")
        lines = [f"{step.relation} {plain(step.expr)}" for step in obj.steps]
        width = max(map(_columns, lines))
        for line, step in zip(lines, obj.steps, strict=True):
            click.echo(f"    {line}{' ' * (width - _columns(line))}    {step.rule.name}")
        click.echo()
    elif isinstance(obj, Implementation):
        arguments = ", ".join(map(plain, obj.arguments))
        formula = plain_statement(obj.implements.statement)
        click.echo(f"\n  {obj.function}({arguments}) 实现 {formula}\n")
        for line in _measurements(obj, report):
            click.echo(f"  {line}")
        click.echo()
    elif isinstance(obj, Correction):
        if isinstance(obj, Erratum):
            where = "、".join(map(str, obj.line))
            click.echo(f"\n  资料 {obj.note} 第 {where} 行（{obj.section}）")
        elif isinstance(obj, Reported):
            click.echo(f"\n  {obj.repository} 第 {obj.number} 号：{obj.url}")
        click.echo(f"  印作 {obj.printed}\n  应为 {obj.corrected}\n")
    else:
        click.echo(f"\n  {plain_statement(obj.statement)}\n")
    domain = free_variables(obj)
    note = "" if isinstance(obj, Correction) else obj.note
    sources = read_pages()
    pages = map(_page_name, pages_showing(sources, obj)) if sources else ()
    facts = {
        "其中": _domain_text(domain),
        "说明": note,
        "用到": "、".join(used.id for used in book.uses(obj)),
        "显示于": "，".join(pages),
        "原因": report.message,
        "反例": str(report.witness) if report.witness and not report.message else "",
    }
    for label, text in facts.items():
        if text:
            click.echo(f"{label}：{text}")


@command()
@click.argument("ids", metavar="[ID]…", nargs=-1)
@as_json
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="与一份台账（verification.json）比较：这台机器同意吗？",
)
@click.pass_context
def check(
    context: click.Context, ids: tuple[str, ...], as_json: bool, against: Path | None
) -> None:
    """核对 ID（缺省为全部）：全部成立、误差都在界内才退出 0，否则退出 1 并给出反例。

    加上 --against，还与那份台账逐条比较陈述、结论与范围；有一条不同就退出 1。
    """
    if against:
        if ids or as_json:
            raise click.UsageError("--against 比较整本书，不能与 ID 或 --json 同用。")
        context.exit(_compare_with(against))
    started = time.perf_counter()
    book = load_book()
    reports = checked(book, ids or None)
    bad = [report for report in reports.values() if not report.good]
    if as_json:
        print_json([_verdict(book[id], report) for id, report in reports.items()])
    else:
        for report in reports.values() if ids else bad:
            click.echo(_account(book[report.id], report))
        click.echo(_summary(reports.values(), time.perf_counter() - started))
    context.exit(1 if bad else 0)


def _compare_with(path: Path) -> int:
    """与台账 path 比较，说出每一处不同；相同返回 0。"""
    from derive import ledger as module

    try:
        before = module.read(path)
    except module.BadLedger as problem:
        raise click.ClickException(str(problem)) from None
    book = load_book()
    reports = checked(book)
    found = module.compare(before, module.ledger(book, reports))
    for words, ids in module.described(found):
        click.echo(f"{words}（{len(ids)}）：")
        for id in ids:
            name = book[id].title if id in book else ""
            why = reports[id].message if id in found.broken else ""
            click.echo(f"  {id}  {name}{'：' if why else ''}{why}")
    if found:
        click.echo(f"与 {path} 不一致。")
        return 1
    click.echo(f"与 {path} 一致：{len(reports)} 个对象的陈述、结论、范围都相同。")
    return 0


@command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=NEW_FILE,
    default="verification.json",
    show_default=True,
    help="写到哪里。",
)
@click.option("--record", is_flag=True, help="改为更新仓库里的记录 docs/records/statements.json。")
def ledger(output: Path, record: bool) -> None:
    """写出验证台账：每个对象说了什么、凭什么成立、哪些测试碰过它。

    陈述变了而确实该变，就用 --record 更新仓库里的记录；台账的页面与测试拿它来比较。
    """
    from derive import ledger as module
    from derive.evidence import Evidence

    root = repository()
    book = load_book()
    found = module.ledger(book, checked(book), Evidence(root, book))
    if record:
        output, found = root / "docs" / "records" / "statements.json", module.record(found)
    module.write(output, found)
    click.echo(f"写好了 {output}：{len(found['objects'])} 个对象。")


@command()
@click.argument("site", required=False, type=FOLDER)
@as_json
@click.pass_context
def coverage(context: click.Context, site: str | None, as_json: bool) -> None:
    """统计构建好的页面：断言了什么的公式有多少系在核对过的对象上；100 % 才退出 0。

    SITE 是构建好的网站；缺省时新构建一份再统计。
    """
    from derive.site.coverage import coverage as measure

    reports = checked(load_book())
    try:
        with built_site(site) as folder:
            pages = measure(folder, reports)
    except FileNotFoundError as problem:
        raise click.ClickException(str(problem)) from None
    total, bound = (sum(getattr(page, name) for page in pages) for name in ("total", "bound"))
    if as_json:
        print_json([page.to_json() for page in pages])
    else:
        for page in pages:
            click.echo(
                f"{_page_name(page.page)}  独立公式 {page.displayed}，行内断言 {page.inline}，"
                f"系住 {page.bound}/{page.total}"
            )
            for tex in page.unbound:
                click.echo(f"  没有系住：{tex}")
        percent = math.floor(1000 * bound / total) / 10 if total else 100.0
        click.echo(f"公式覆盖率 {percent:g} %（{bound}/{total}）")
    context.exit(0 if bound == total else 1)


@command()
@as_json
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """列出五份资料的每个标题在本站的哪一页、哪一节，那里有哪些对象；有一个找不到就退出 1。"""
    from derive.site.errors import SiteError
    from derive.site.table_of_sources import read_rows

    docs = repository() / "docs"
    pages = pages_in(docs)
    entries, problems = [], []
    try:
        rows = [row for rows in read_rows(docs).values() for row in rows]
    except SiteError as error:
        raise click.ClickException(str(error)) from None
    for row in rows:
        try:
            section = row.section(pages)
        except SiteError as error:
            problems.append(str(error))
            continue
        if not as_json:
            click.echo(
                f"{row.id}  {row.heading}  →  {_page_name(section.page.url)}#{section.anchor}"
            )
        entries.append(
            {
                "id": row.id,
                "page": section.page.url,
                "anchor": section.anchor,
                "objects": list(row.objects(pages)),
            }
        )
    if as_json:
        print_json(entries)
    for problem in problems:
        click.echo(problem, err=True)
    context.exit(1 if problems else 0)


@command()
@as_json
@click.pass_context
def errata(context: click.Context, as_json: bool) -> None:
    """列出五份资料的勘误：在哪一行，印作什么，应为什么，证据；有一条的证据不成立就退出 1。"""
    from derive.errata import ERRATA
    from derive.errata.listing import counts, entry

    reports = checked(load_book())
    entries = [entry(erratum, reports.get(erratum.id)) for erratum in ERRATA]
    if as_json:
        print_json(entries)
    else:
        for erratum in ERRATA:
            lines = "、".join(map(str, erratum.line))
            click.echo(f"{erratum.severity}  资料 {erratum.note} 第 {lines} 行  {erratum.title}")
            click.echo(f"    印作 {erratum.printed}\n    应为 {erratum.corrected}")
        for name, found in counts(ERRATA).items():
            click.echo(
                f"{name}：" + "，".join(f"{key} {n}" for key, n in sorted(found.items(), key=str))
            )
        click.echo(f"共 {len(ERRATA)} 条。")
    bad = [id for id, report in reports.items() if report.kind == "erratum" and not report.good]
    for id in bad:
        click.echo(f"{id}：{reports[id].message}", err=True)
    context.exit(1 if bad else 0)


@command()
@click.argument("names", nargs=-1, metavar="[章 | 章/名]...")
@click.option("--update", is_flag=True, help="重新生成输出。")
def snippets(names: tuple[str, ...], update: bool) -> None:
    """运行代码片段（不写名字就是全部），与记下的输出比较；有差别时退出 1。"""
    from concurrent.futures import ThreadPoolExecutor

    from derive import snippets as module

    try:
        found = module.chosen(module.discover(repository()), names)
    except module.SnippetError as problem:
        raise click.ClickException(str(problem)) from None

    def attempt(snippet: module.Snippet) -> tuple[bool, str]:
        try:
            if update:
                return module.update(snippet), ""
            module.compare(snippet)
        except module.SnippetError as problem:
            return False, str(problem)
        return False, ""

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(attempt, found))
    problems = [message for _, message in results if message]
    for snippet, (changed, _) in zip(found, results, strict=True):
        if changed:
            click.echo(f"更新了 snippets/{snippet.name}.out")
    for message in problems:
        click.echo(message, err=True)
    changes = sum(changed for changed, _ in results)
    same = len(found) - len(problems) - changes
    click.echo(
        f"共 {len(found)} 个片段：{same} 个输出不变"
        + (f"，{changes} 个已更新" if update else "")
        + (f"，{len(problems)} 个不对" if problems else "")
        + "。"
    )
    if problems:
        raise SystemExit(1)


@command()
@click.argument("names", nargs=-1, metavar="[名字]...")
@click.option("--update", is_flag=True, help="重新生成输出。")
def labs(names: tuple[str, ...], update: bool) -> None:
    """运行实验（不写名字就是全部），与记下的输出比较；有差别时退出 1。"""
    from derive.labs import keep, notebook

    good = True
    try:
        found = notebook.chosen(notebook.read_labs(repository() / "docs"), names)
        for lab, outputs in keep.execute_each(found):
            try:
                if isinstance(outputs, notebook.LabError):
                    raise outputs
                changed = keep.update(lab, outputs) if update else []
                keep.compare(lab, outputs)
            except notebook.LabError as problem:
                good = False
                click.echo(str(problem), err=True)
            else:
                said = f"更新了 {'、'.join(changed)}" if changed else "输出不变"
                click.echo(f"{lab.name}：{said}")
    except notebook.LabError as problem:
        raise click.ClickException(str(problem)) from None
    if not good:
        raise SystemExit(1)


@command()
@click.argument("file", type=click.File("r", encoding="utf-8"), metavar="文件")
@click.option("--answer", "id", metavar="ID", help="文件里只有一个式子：核对它是不是 ID 的答案。")
@click.option(
    "--seconds",
    default=10.0,
    show_default=True,
    type=click.FloatRange(1),
    help="每个等号最多几秒。",
)
@as_json
def judge(file: TextIO, id: str | None, seconds: float, as_json: bool) -> None:
    """判定你自己的推导：逐个等号，已证、证伪（附反例）还是未决。文件写 - 就是标准输入。

    写法见网站的“判定器”一页。全部已证时退出 0，否则 1。
    """
    from derive.judge import patience, verdict
    from derive.judge.read import Unreadable
    from derive.judge.session import decided, described
    from derive.kernel.book import UnknownId
    from derive.kernel.report import Verdict

    try:
        text = file.read()
    except UnicodeDecodeError as problem:
        raise click.ClickException(
            f"{file.name} 不是 UTF-8 编码的文字。请另存为 UTF-8。"
        ) from problem
    if id is not None:
        try:
            decision = verdict.answer(id, text.strip(), load_book())
        except (UnknownId, verdict.NotAsked, Unreadable) as problem:
            raise click.ClickException(str(problem)) from None
        click.echo(f"{decision.verdict.chinese}  {verdict.account(decision)}".rstrip())
        raise SystemExit(0 if decision.verdict is Verdict.PROVED else 1)
    entries, good = [], True
    for found in patience.judge(text, seconds):
        if isinstance(found, Unreadable):
            good = False
            entries.append(described(found))
            said = f"看不懂  {found}"
        else:
            step, decision = found
            good &= decision.verdict is Verdict.PROVED
            entries.append({**described(step), **decided(decision)})
            said = f"{decision.verdict.chinese}  第 {step.line} 行："
            said += f"{step.left} {step.relation} {step.right}"
            if account := verdict.account(decision):
                said += f"\n      {account}"
        if not as_json:
            click.echo(said)
    if as_json:
        print_json(entries)
    elif not entries:
        raise click.ClickException(
            f"{file.name} 里没有等号可判。请一行写一个式子，用 = 起头接着写。"
        )
    raise SystemExit(0 if good and entries else 1)


@command()
@click.option("--update", is_flag=True, help="重新出题，写进 docs/records/puzzles.json（几分钟）。")
def puzzles(update: bool) -> None:
    """“找错步”的题：逐题重新判定，恰有记下的那个等号不成立，否则退出 1。"""
    from derive import puzzles as module

    book, path = load_book(), repository() / "docs" / "records" / "puzzles.json"
    if update:
        found = [
            module.recorded(puzzle, decision)
            for puzzle, decision in module.make(book, partial(click.echo, err=True))
        ]
        path.write_text(
            json.dumps({"puzzles": found}, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
        click.echo(f"写好了 {path}：{len(found)} 题")
        return
    good = True
    for entry in json.loads(path.read_text("utf-8"))["puzzles"]:
        puzzle = module.build(module.source(entry), book)
        decision = puzzle and module.sound(puzzle, book)
        if not puzzle or not decision or module.recorded(puzzle, decision) != entry:
            good = False
            click.echo(
                f"{entry['derivation']}：与记下的不同，请运行 derive puzzles --update", err=True
            )
    if not good:
        raise SystemExit(1)


@command()
@click.argument("output", default="derive.pdf", metavar="[文件.pdf]", type=NEW_FILE)
@click.option("--site", metavar="文件夹", type=FOLDER, help="构建好的网站；不写就先构建一份。")
def pdf(output: Path, site: str | None) -> None:
    """把整本书印成一个 PDF：有书签、目录、页码，文字可以选取。要用 Chromium。"""
    from derive.site import book_pdf
    from derive.site.errors import SiteError

    try:
        book_pdf.check_tools()  # 缺了工具，不必等网站构建完才知道
        with built_site(site) as folder:
            config = repository() / "mkdocs.yml"
            pages = book_pdf.write(folder, config, output, partial(click.echo, err=True))
    except SiteError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"写好了 {output}：{pages} 页，{_megabytes(output)}。")


@command()
@click.argument("output", default="derive.zip", metavar="[文件.zip]", type=NEW_FILE)
@click.option("--site", metavar="文件夹", type=FOLDER, help="构建好的网站；不写就先构建一份。")
def offline(output: Path, site: str | None) -> None:
    """把整本书打成一个 zip：解开，打开 index.html，不用网络也能读、能搜索。"""
    from derive.site.errors import SiteError
    from derive.site.offline import write_zip

    try:
        with built_site(site) as folder:
            write_zip(folder, output)
    except SiteError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"写好了 {output}，{_megabytes(output)}。")


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.1f} MB"


TOPICS = {
    "activations": ("activations", "record"),
    "training": ("training", "record_training"),
    "vectorization": ("vectorization", "record_vectorization"),
    "digits": ("digits", "record_digits"),
    "check": ("check", "record_check"),
    "mutation": ("mutation", "record_mutation"),
    "pages": ("pages", "record_pages"),
    "build": ("building", "record_building"),
    "live": ("live", "record_live"),
}
"""题目 → docs/records/ 里的文件名，derive.bench 里的函数。"""


@command()
@click.argument("topic", metavar="题目", type=click.Choice(list(TOPICS)))
def bench(topic: str) -> None:
    """在这台机器上重新测量，写进 docs/records/。

    题目：activations（激活函数与损失函数的误差和速度）、training（训练的速度与内存）、
    vectorization（循环与向量化的速度）、digits（手写数字网络第一层的权重，图里用）、
    check（判定每个对象要多久）、
    mutation（变异测试：把源码一处一处改错，看测试发现了几处；约一小时，可以中断再继续）、
    pages（最重的一章多快看得到，与别的做法并排；要用 Chromium）、
    build（构建与预览要多久；要用 Chromium）、
    live（会动的图与网页里的判定器；要用 Chromium）。后三个达不到目标就退出 1。
    """
    from derive import bench as module

    name, function = TOPICS[topic]
    path = repository() / "docs" / "records" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        reached = getattr(module, function)(path)
    except module.Failure as problem:
        raise click.ClickException(str(problem)) from None
    except ModuleNotFoundError as problem:
        raise click.ClickException(
            f"没有安装 {problem.name}。请先执行 python3 run.py setup，装上测试工具；"
            "变异测试还要用 fork，只能在 Linux 或 macOS 上做。"
        ) from None
    click.echo(f"写好了 {path}")
    if reached is False:
        raise SystemExit(1)


main.add_command(homework_commands.homework)
main.add_command(homework_commands.grade)


# ---- 共用 ---------------------------------------------------------------------


def load_book() -> Book:
    from derive.registry import BOOK

    return BOOK


def checked(book: Book, ids: Iterable[str] | None = None) -> dict[str, Report]:
    """核对 ids；标准错误是终端时显示进度条。"""
    from derive.check import Cycle
    from derive.check import check as check_book
    from derive.kernel.book import UnknownId

    try:
        with progress_bar() as progress:
            return check_book(book, ids, progress=progress)
    except UnknownId as problem:
        raise click.UsageError(f"{problem}。全部 id 见 derive list。") from None
    except Cycle as problem:
        raise click.ClickException(str(problem)) from None


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc="核对", unit="个", leave=False, delay=0.3, file=sys.stderr) as bar:

        def progress(done: int, total: int, id: str) -> None:
            bar.total = total
            bar.set_postfix_str(id, refresh=False)
            bar.update(done - bar.n)

        yield progress


def repository() -> Path:
    """仓库的根：从当前目录往上找，再看这个包是不是从仓库里安装的。"""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "mkdocs.yml").is_file() and (folder / "src" / "derive").is_dir():
            return folder
    raise click.UsageError(
        f"这条命令要用到 docs/ 与 snippets/，可是 {here} 不在仓库里"
        "（往上也没有找到 mkdocs.yml 和 src/derive）。请先 cd 到仓库。"
    )


def read_pages() -> Sources | None:
    """docs/ 里的页；不在仓库里时没有，pages 就都是空的。"""
    try:
        docs = repository() / "docs"
    except click.UsageError:
        return None
    return pages_in(docs)


def pages_in(docs: Path) -> Sources:
    from derive.labs.notebook import LabError
    from derive.site.sources import read_sources

    try:
        return read_sources(docs)
    except LabError as problem:
        raise click.ClickException(str(problem)) from None


@contextmanager
def built_site(site: str | None) -> Iterator[Path]:
    """给出的网站；没有给就构建一份到临时文件夹。"""
    if site is not None:
        yield Path(site)
        return
    root = repository()
    with tempfile.TemporaryDirectory() as folder:
        where = ["--config-file", str(root / "mkdocs.yml"), "--site-dir", folder]
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", *where],
            capture_output=True,
            env={**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"},
            check=False,
        )
        if done.returncode != 0:
            click.echo(done.stderr.decode("utf-8", "replace"), err=True)
            raise click.ClickException("网站构建不成功，没有页面可以统计；原因见上。")
        yield Path(folder)


def print_json(entries: list[dict[str, Any]]) -> None:
    click.echo(json.dumps(entries, ensure_ascii=False, indent=2, allow_nan=False))


def _entry(obj: BookObject, report: Report, book: Book, sources: Sources | None) -> dict[str, Any]:
    """`derive list --json` 的一项；字段是公开的约定。"""
    from derive.site.errata import pages_showing

    return {
        "id": obj.id,
        "kind": report.kind,
        "title": obj.title,
        "verdict": report.verdict.value,
        "scope": report.scope.value if report.scope else None,
        "uses": [used.id for used in book.uses(obj)],
        "pages": list(pages_showing(sources, obj)) if sources else [],
    }


def _verdict(obj: BookObject, report: Report) -> dict[str, Any]:
    """`derive check --json` 的一项。"""
    witness = report.witness
    return {
        "id": obj.id,
        "kind": report.kind,
        "title": obj.title,
        "verdict": report.verdict.value,
        "scope": report.scope.value if report.scope else None,
        "message": report.message,
        "witness": witness
        and {"point": dict(witness.point), "lhs": witness.lhs, "rhs": witness.rhs},
        "details": report.details,
    }


def _seal(report: Report) -> str:
    scope = f"·{report.scope.chinese}" if report.scope else ""
    return f"{report.verdict.chinese}{scope}"


def _account(obj: BookObject, report: Report) -> str:
    """一个对象的结论；不成立时说明原因和反例。"""
    lines = [f"{_seal(report)}  {obj.id}  {obj.title}"]
    lines += _measurements(obj, report)
    if report.message:  # 反例已经写在里面
        lines.append(report.message)
    elif report.witness:
        lines.append(f"反例：{report.witness}")
    return "\n  ".join(lines)


def _measurements(obj: BookObject, report: Report) -> list[str]:
    """实现的度量，每种精度一行。"""
    bound = getattr(obj, "bound", 0.0)
    lines = []
    for dtype, figures in report.details.items():
        name, unit = ("最大误差", " ULP") if "worst_ulp" in figures else ("最大相对误差", "")
        worst = figures.get("worst_ulp", figures.get("worst_relative"))
        size = "无穷大" if worst is None else f"{worst:.3g}{unit}"
        lines.append(
            f"{dtype}：{figures['points']} 处，{name} {size}（允许 {bound:g}{unit}），"
            f"在 {figures['at']}"
        )
    return lines


def _summary(reports: Iterable[Report], seconds: float) -> str:
    from derive.kernel.report import Verdict

    verdicts = [report.verdict for report in reports]
    order = (Verdict.PROVED, Verdict.DEFINITION, Verdict.REFUTED, Verdict.UNKNOWN)
    counts = "，".join(f"{verdict.chinese} {verdicts.count(verdict)}" for verdict in order)
    return f"共 {len(verdicts)} 个对象：{counts}；用时 {seconds:.1f} 秒。"


def _page_name(url: str) -> str:
    return url or "首页"


def _columns(text: str) -> int:
    """在终端里占几列：汉字占两列，组合字符不占。"""
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def _domain_text(domain: Domain) -> str:
    from derive.kernel.notation import plain

    return "，".join(f"{plain(name)} ∈ {_set_text(values)}" for name, values in domain.items())


def _set_text(values: Set) -> str:
    from sympy import FiniteSet, Interval, S

    from derive.kernel.notation import plain

    names = {S.Reals: "ℝ", S.Naturals: "ℕ⁺"}
    if values in names:
        return names[values]
    if isinstance(values, Interval):
        left, right = "(["[not values.left_open], ")]"[not values.right_open]
        return f"{left}{plain(values.start)}, {plain(values.end)}{right}"
    if isinstance(values, FiniteSet):
        return "{" + ", ".join(map(plain, values)) + "}"
    return str(values)


if __name__ == "__main__":
    main()
