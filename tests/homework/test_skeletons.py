"""骨架：写出四次作业，已有的文件一概不碰，写出来的就能评分。"""

import ast
import errno
from pathlib import Path

import pytest
from small_homework import ASSIGNMENTS

from derive.homework import exercises
from derive.homework.grading import grade
from derive.homework.skeletons import Unwritten, skeleton, write_skeletons


def test_every_function_has_its_signature_and_docstring(tmp_path):
    written = write_skeletons(tmp_path / "新" / "作业", exercises.ASSIGNMENTS)
    assert [path.stem for path in written] == [each.file for each in exercises.ASSIGNMENTS]
    for path, assignment in zip(written, exercises.ASSIGNMENTS, strict=True):
        text = path.read_text("utf-8")
        functions = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)]
        assert text.count("    # 在这里写代码\n    raise NotImplementedError\n") == len(functions)
        assert [node.name for node in functions] == [e.name for e in assignment.exercises]
        for node, exercise in zip(functions, assignment.exercises, strict=True):
            assert tuple(a.arg for a in node.args.args) == exercise.parameters
            assert ast.get_docstring(node) == ast.get_docstring(ast.parse(exercise.source).body[0])
            assert node.returns is None
            assert not any(argument.annotation for argument in node.args.args)
        assert "import numpy as np\n" in text


def test_a_skeleton_can_be_graded_at_once(tmp_path):
    (path,) = write_skeletons(tmp_path, ASSIGNMENTS)
    found = grade(path, ASSIGNMENTS)
    assert [each.status for each in found] == ["missing"] * 4
    assert not any(each.good for each in found)


def test_an_existing_file_is_not_touched_and_nothing_else_is_written(tmp_path):
    mine = tmp_path / "deep_network.py"
    mine.write_text("我的作业", "utf-8")
    with pytest.raises(Unwritten, match=r"已经有 .*deep_network\.py，一个文件也没有写"):
        write_skeletons(tmp_path, exercises.ASSIGNMENTS)
    assert [path.name for path in tmp_path.iterdir()] == ["deep_network.py"]
    assert mine.read_text("utf-8") == "我的作业"


def test_a_dangling_link_counts_as_a_file(tmp_path):
    (tmp_path / "small.py").symlink_to(tmp_path / "没有")
    with pytest.raises(Unwritten, match="已经有"):
        write_skeletons(tmp_path, ASSIGNMENTS)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "文件").write_text("", "utf-8")
    with pytest.raises(Unwritten, match="写不了"):
        write_skeletons(tmp_path / "文件", ASSIGNMENTS)
    with pytest.raises(Unwritten, match="不是文件夹"):
        write_skeletons(tmp_path / "文件" / "里面", ASSIGNMENTS)


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    original = Path.open
    last = exercises.ASSIGNMENTS[-1].file

    def opened(self, *arguments, **named):
        file = original(self, *arguments, **named)
        if self.stem == last:

            def write(text):
                raise OSError(errno.ENOSPC, "No space left on device")

            file.write = write
        return file

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(Unwritten, match="磁盘满了"):
        write_skeletons(tmp_path, exercises.ASSIGNMENTS)
    assert list(tmp_path.iterdir()) == []


def test_the_text_names_the_command():
    assert "derive grade small.py" in skeleton(ASSIGNMENTS[0])
