"""查依赖有没有公开的漏洞：Python 的按 requirements-dev.txt，npm 的按 package-lock.json。

    python .ci/audit.py      要先 pip install pip-audit；npm 在 PATH 上

退出码：0 查过了，没有；1 查到了，或者漏洞库没有答复、没有查成（两者的话不同）。它要用网络，
也会因为外面的事变红，所以不放进 .ci/run，也不拦着网站发布。
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

PIP = ["-m", "pip_audit", "--requirement", "requirements-dev.txt", "--require-hashes"]
PIP += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
NPM = ["audit", "--package-lock-only", "--json"]

Read = Callable[[Any], Iterator[str]]
"""读懂工具写出的 JSON，一处漏洞一行；不是查过的结果，KeyError；有没查的，NotAudited。"""


class NotAudited(Exception):
    """没有查成；消息说为什么。"""


def python_findings(report: Any) -> Iterator[str]:
    skipped = [package["name"] for package in report["dependencies"] if "skip_reason" in package]
    if skipped:  # 漏洞库里没有这个包的这一版：pip-audit 跳过它，仍说“没有漏洞”
        raise NotAudited(f"漏洞库不认得 {len(skipped)} 个包：{'、'.join(skipped[:5])} 等")
    for package in report["dependencies"]:
        for flaw in package.get("vulns", ()):
            fixed = "、".join(flaw["fix_versions"]) or "还没有修好的版本"
            yield f"{package['name']} {package['version']}：{flaw['id']}（修好于 {fixed}）"


def npm_findings(report: Any) -> Iterator[str]:
    for name, found in report["vulnerabilities"].items():
        yield f"{name} {found['range']}：{found['severity']}"


def findings(command: list[str], folder: Path, read: Read) -> list[str]:
    """运行一个工具；有漏洞时它们也以非零退出，所以只看写出了什么。"""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise NotAudited(f"启动不了 {command[0]}（{error.strerror}）") from None
    try:
        return list(read(json.loads(done.stdout)))
    except (ValueError, KeyError, TypeError):
        lines = f"{done.stderr}\n{done.stdout}".splitlines()
        said = next((line.strip() for line in lines if "error" in line.lower()), "没有说明原因")
        raise NotAudited(said[:300]) from None


def main() -> int:
    checks = (
        ("Python", [sys.executable, *PIP], ROOT, python_findings),
        ("npm", [shutil.which("npm") or "npm", *NPM], ROOT / "src/derive/site/npm", npm_findings),
    )
    status = 0
    for name, command, folder, read in checks:
        try:
            found = findings(command, folder, read)
        except NotAudited as error:
            status = 1
            print(f"{name} 的依赖没有查成：{error}。这不表示有漏洞；漏洞库答复时请再运行一次。")
            continue
        if found:
            status = 1
            print(f"{name} 的依赖有 {len(found)} 处公开的漏洞，请换成修好的版本：")
            print("\n".join(f"  {line}" for line in found))
        else:
            print(f"{name} 的依赖没有公开的漏洞。")
    return status


if __name__ == "__main__":
    sys.exit(main())
