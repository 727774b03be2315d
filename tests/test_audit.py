"""查依赖的漏洞：查过、查到、没有查成，三种话分得清；没有查的不当作没有漏洞。"""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci/audit.py"


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("project_audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def says(text: str, *, error: str = "", status: int = 1) -> list[str]:
    """一个假的工具：写出 text，以 status 退出。"""
    code = f"import sys; print({text!r}); print({error!r}, file=sys.stderr); sys.exit({status})"
    return [sys.executable, "-c", code]


FLAW = {"id": "PYSEC-1", "fix_versions": ["2.11"]}
FOUND = {"dependencies": [{"name": "jinja2", "version": "2.10", "vulns": [FLAW]}]}
CLEAN = {"dependencies": [{"name": "jinja2", "version": "2.11", "vulns": []}]}
SKIPPED = {"dependencies": [*CLEAN["dependencies"], {"name": "a", "skip_reason": "not found"}]}
NPM_FOUND = {"vulnerabilities": {"katex": {"range": "<1", "severity": "high"}}}
NPM_ERROR = {"message": "405 Method Not Allowed", "error": {}}


@pytest.mark.parametrize(
    ("read", "report", "expected"),
    [
        ("python_findings", CLEAN, []),
        ("python_findings", FOUND, ["jinja2 2.10：PYSEC-1（修好于 2.11）"]),
        ("npm_findings", {"vulnerabilities": {}}, []),
        ("npm_findings", NPM_FOUND, ["katex <1：high"]),
    ],
)
def test_what_was_found(
    audit: ModuleType, tmp_path: Path, read: str, report: Any, expected: list[str]
) -> None:
    command = says(json.dumps(report))
    assert audit.findings(command, tmp_path, getattr(audit, read)) == expected


@pytest.mark.parametrize(
    ("read", "command", "words"),
    [
        ("python_findings", says(json.dumps(SKIPPED), status=0), "漏洞库不认得 1 个包：a"),
        ("python_findings", says("", error="ConnectionError: 连不上"), "ConnectionError"),
        ("npm_findings", says(json.dumps(NPM_ERROR), error="npm error 405"), "npm error 405"),
        ("npm_findings", ["/没有/npm"], "启动不了"),
    ],
)
def test_not_audited(
    audit: ModuleType, tmp_path: Path, read: str, command: list[str], words: str
) -> None:
    with pytest.raises(audit.NotAudited, match=words):
        audit.findings(command, tmp_path, getattr(audit, read))


def test_both_are_told_apart(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def findings(command: list[str], folder: Path, read: Any) -> list[str]:
        if read is audit.npm_findings:
            raise audit.NotAudited("没有答复")
        return ["jinja2 2.10：PYSEC-1"]

    monkeypatch.setattr(audit, "findings", findings)
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert "Python 的依赖有 1 处公开的漏洞" in said
    assert "npm 的依赖没有查成：没有答复。这不表示有漏洞" in said


def test_nothing_found(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "findings", lambda *_: [])
    assert audit.main() == 0
    assert capsys.readouterr().out.count("没有公开的漏洞") == 2
