"""让 click 说中文。

click 的文字都经 gettext 翻译，但它没有带中文译文，也没有别的入口，所以在这里替换它各模块里的
翻译函数。表里没有的句子照原样显示，click 换了说法也只会多出一句英文，不会出错。
"""

from __future__ import annotations

import sys

import click

PHRASES = {
    "Usage:": "用法：",
    "Options": "选项",
    "Positional arguments": "参数",
    "Commands": "命令",
    "Aborted!": "已中断。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用 {command} {option} 查看帮助。",
    "Show this message and exit.": "显示这段帮助。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写其中之一：{possibilities}？",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 要带一个值。",
    "Got unexpected extra argument ({args})": "多出了参数 {args}",
    "Got unexpected extra arguments ({args})": "多出了参数 {args}",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not a valid {number_type}.": "{value} 不是 {number_type}。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 之内。",
    "{value!r} is not {choice}.": "{value} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value} 不是其中之一：{choices}。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def install() -> None:
    """把 click 各模块里的翻译函数换成查这张表。"""
    package = click.__name__
    for module, names in [(name, vars(loaded)) for name, loaded in sys.modules.items() if loaded]:
        if module == package or module.startswith(f"{package}."):
            for function, chinese in (("_", _translate), ("ngettext", _translate_plural)):
                if function in names:
                    names[function] = chinese


def _translate(text: str) -> str:
    return PHRASES.get(text, text)


def _translate_plural(one: str, many: str, count: int) -> str:
    return _translate(one if count == 1 else many)
