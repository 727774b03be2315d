// 把 TeX 变成 HTML 的服务：标准输入每行一个请求 {tex, display}，标准输出每行一个回答，
// 成功是 {html}，公式不能解析是 {error, position}（position 以字符计，可能为 null）。
// 用法：node katex.mjs <node_modules 文件夹>

import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(join(process.argv[2], "katex.cjs"));
const katex = require("katex");

// 只信任给元素做标记的命令：任何宏都不能放进链接、图片或样式
const MARKING = ["\\htmlClass", "\\htmlData", "\\htmlId"];

// 不合规矩的写法一律报错；KaTeX 自己的默认是警告，或把命令原样印成红字
const options = {
  output: "htmlAndMathml",
  throwOnError: true,
  trust: ({ command }) => {
    if (MARKING.includes(command)) return true;
    throw new katex.ParseError(`公式里不能用 ${command}`);
  },
  strict: (code, message, token) => {
    if (code === "htmlExtension") return "ignore";
    const text = code === "unicodeTextInMathMode" ? "中文等文字要放进 \\text{…}" : message;
    throw new katex.ParseError(`${text} [${code}]`, token);
  },
};

function answer({ tex, display }) {
  try {
    return { html: katex.renderToString(tex, { ...options, displayMode: display }) };
  } catch (error) {
    const { position, rawMessage, message } = error;
    // KaTeX 以 UTF-16 码元计位置，Python 以字符计
    const characters = position === undefined ? null : [...tex.slice(0, position)].length;
    return { error: rawMessage ?? message, position: characters };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
