"""命令 `derive homework` 与 `derive grade`。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from derive.homework.report import Law


@click.command(options_metavar="[选项]")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def homework(folder: Path) -> None:
    """在文件夹 DIR 里写出四次作业的骨架；已经有的文件一概不碰。"""
    from derive.homework.exercises import ASSIGNMENTS
    from derive.homework.skeletons import Unwritten, write_skeletons

    try:
        written = write_skeletons(folder, ASSIGNMENTS)
    except Unwritten as problem:
        raise click.ClickException(str(problem)) from None
    for assignment, path in zip(ASSIGNMENTS, written, strict=True):
        click.echo(f"写好了 {path}  {assignment.title}，{len(assignment.exercises)} 个函数")
    click.echo(f"写完一个函数，就可以运行 derive grade {written[0]}。")


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 数组。")
@click.pass_context
def grade(context: click.Context, file: Path, as_json: bool) -> None:
    """给作业 FILE（.py 或 .ipynb）评分：逐个函数说出对不对，错了是哪一种错。

    文件里的函数全对才退出 0。文件只读，里面的程序在单独的进程里运行，有时间与内存的限制。
    """
    from derive.cli import print_json
    from derive.homework.grading import grade_source
    from derive.homework.report import Law, report
    from derive.homework.sandbox import Broken
    from derive.homework.source import BadFile, read_source

    try:
        source = read_source(file)
        grades = grade_source(source, file.parent)
    except BadFile as problem:
        raise click.UsageError(str(problem)) from None
    except Broken as problem:
        raise click.ClickException(str(problem)) from None
    found = [each for each in grades if each.place is not None]
    told = {str(each.place) for each in found}
    for broken in source.problems:
        if str(broken.place) not in told:
            click.echo(str(broken), err=True)
    if as_json:
        print_json([each.to_json() for each in grades])
    elif found:
        for line in report(grades, _laws() if any(each.law for each in found) else Law):
            click.echo(line)
    if not found:
        click.echo(
            f"{file} 里没有作业的函数。要核对的是顶层的 def，名字照课程，例如 linear_forward；"
            "derive homework 能写出骨架。",
            err=True,
        )
    context.exit(0 if found and all(each.good for each in grades) else 1)


def _laws() -> Callable[[str], Law]:
    """怎样查一条定律；不在仓库里就只有 id。"""
    from derive.cli import repository
    from derive.homework.report import Law, laws_of

    try:
        return laws_of(repository() / "docs")
    except click.UsageError:
        return Law
